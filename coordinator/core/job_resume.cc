// How a job goes on in a new process, and what is kept for that. What the old one said is known and
// is not said otherwise; what it was told it asks for again (docs/protocol/rounds.md, "After a
// crash").

#include "common/base/text.h"
#include "common/job/task_segments.h"
#include "coordinator/core/aggregating.h"
#include "coordinator/core/counting.h"
#include "coordinator/core/evaluating.h"
#include "coordinator/core/evaluating_published.h"
#include "coordinator/core/job_machine.h"
#include "coordinator/core/kept_round.h"
#include "coordinator/core/publishing.h"
#include "coordinator/core/selecting.h"
#include "coordinator/core/sum_record.h"
#include "coordinator/core/training.h"

namespace hansa::coordinator {
namespace {

// A round that so many processes died in is perhaps what they die of.
constexpr uint32_t kMostResumes = 10;

v1::TaskRecord RecordOf(const Task& task) {
  v1::TaskRecord record;
  record.set_task_id(ToString(task.id()));
  for (const SiteId& site : task.sites())
    if (task.Has(site)) record.add_sites(site);
  return record;
}

// Updates may have left their sites.
bool MaySpend(const v1::RoundRecord& record) {
  const bool first = record.publication().kind() == v1::PublicationRecord::KIND_INITIAL;
  return record.phase() == "aggregating" || (record.phase() == "publishing" && !first) ||
         ((record.phase() == "counting" || record.phase() == "evaluating") &&
          !record.sessions().empty());
}

Result<SumHandle> SumIn(const v1::PublicationRecord& record, const JobContext& job) {
  if (record.kind() != v1::PublicationRecord::KIND_TRAINED) return SumHandle();
  const JobSpec& spec = *job.spec;
  auto segments = HANSA_TRY(TrainSegments(spec, LayoutOf(spec.network).elements()));
  return SumOf(record.sum(), std::move(segments), job.stored);
}

// In the other phases those selected are whom a new process would wait for.
bool KeepsSites(const std::string& phase) { return phase != "selecting" && phase != "paused"; }

}  // namespace

v1::RoundRecord JobMachine::SaveRound() const {
  const Round& round = context_.round;
  v1::RoundRecord record;
  record.set_job_id(context_.id);
  record.set_round(round.number);
  record.set_attempt(round.attempt);
  record.set_phase(std::string(phase_->name()));
  record.set_failures_in_a_row(failures_in_a_row_);
  record.set_resumes(resumes_);
  record.set_open(round_open_);
  record.set_clients(round.clients);
  for (const SiteId& site : round.selected)  // one that was given back may be another job's by then
    if (!KeepsSites(record.phase()) || context_.services.pool->IsHeldBy(context_.id, site))
      record.add_selected(site);
  if (round.training && !round.training->ended())
    *record.mutable_training() = RecordOf(*round.training);
  if (round.evaluation && !round.evaluation->ended())
    *record.mutable_evaluation() = RecordOf(*round.evaluation);
  if (const SumSession* session = phase_->session())
    for (std::string& name : session->names()) record.add_sessions(std::move(name));
  phase_->Save(record);
  if (context_.record.has_progress()) *record.mutable_progress() = context_.record.progress();
  return record;
}

Outcome JobMachine::Resume(Turn& turn) {
  const JobSpec& spec = *context_.spec;
  context_.candidates.OfferToConnected(context_.membership(), *context_.services.random,
                                       turn.now.instant, turn.out);
  if (spec.task == JobTask::kTrain && context_.record.rounds_done() > 0 && !context_.base) {
    phase_ = std::make_unique<Selecting>();  // so that the job has a phase to leave
    return JobLost{"restarted", StrCat("round ", context_.record.rounds_done(),
                                       " is done, and no version of the model is there")};
  }
  if (!resume_->round)
    return ResumeUnknown(turn, "the coordinator was restarted and does not know how far it was");
  const v1::RoundRecord record = *std::move(resume_->round);
  if (const Result<> usable = CheckKeptRound(record, context_); !usable.ok())
    return ResumeUnknown(turn, usable.error().Text());
  if (const Result<> restored = RestoreRound(turn, record); !restored.ok())
    return GiveRoundUp(turn, restored.error().Text(), MaySpend(record));
  turn.Emit(JobResumed{record.round(), record.attempt(), record.phase()});
  if (++resumes_ > kMostResumes) {
    const std::string why =
        StrCat("the coordinator was restarted ", resumes_, " times in this attempt");
    if (record.publication().kind() == v1::PublicationRecord::KIND_THRESHOLD)
      return EndWithoutThreshold(turn, record.publication(), why);
    return GiveRoundUp(turn, why, MaySpend(record));
  }
  return ResumePhase(turn, record);
}

// Updates of the round may have left their sites.
Outcome JobMachine::ResumeUnknown(Turn& turn, const std::string& why) {
  const JobSpec& spec = *context_.spec;
  const uint32_t rounds_done = context_.record.rounds_done();
  if (rounds_done >= spec.rounds)  // only its last evaluation is lost
    return AfterLastRound(turn, "", "");
  context_.round = Round{.number = rounds_done + uint64_t{1}, .started = turn.now.instant};
  if (!context_.base || spec.task != JobTask::kTrain) return StartRound(turn, FirstRound(), 1);
  round_open_ = true;  // its start was told, for all we know
  return GiveRoundUp(turn, why, true);
}

Result<> JobMachine::RestoreRound(Turn& turn, const v1::RoundRecord& record) {
  const Instant back_by = turn.now.instant + kRestartPatience;
  Round& round = context_.round;
  round = Round{.number = record.round(), .attempt = record.attempt(), .started = turn.now.instant};
  round.selected.assign(record.selected().begin(), record.selected().end());
  round_open_ = record.open();
  round.clients = record.clients();
  failures_in_a_row_ = record.failures_in_a_row();
  resumes_ = record.resumes();
  const auto await = [&](const auto& sites) {
    for (const SiteId& site : sites) {
      const Member* member = context_.membership().Find(site);
      if (member != nullptr && !member->revoked)
        context_.absences.Left(site, back_by, "did not come back after the coordinator's restart");
    }
  };
  await(record.selected());
  if (record.selected().empty())  // nobody was chosen yet: it may be any of them
    for (const auto& member : context_.membership().members()) await(std::vector{member.first});
  await(record.evaluation().sites());
  if (record.phase() != "aggregating") return Success();
  round.training.emplace(
      Task::Plan{.id = ToBytes(record.training().task_id()),
                 .kind = v1::TASK_KIND_TRAIN,
                 .job_digest = context_.spec->digest,
                 .round = round.number,
                 .model = context_.base,
                 .normalisation = context_.record.normalisation(),
                 .sites = {record.training().sites().begin(), record.training().sites().end()},
                 .window = {context_.spec->clients_min, 0, {}, context_.spec->training}},
      turn.now.instant);
  round.training->AllReady();
  for (const SiteId& site : record.training().sites()) round.training->Away(site);
  return Success();
}

Outcome JobMachine::ResumePhase(Turn& turn, const v1::RoundRecord& record) {
  const std::string& phase = record.phase();
  if (KeepsSites(phase)) {
    SitePool& pool = *context_.services.pool;
    pool.Lease(context_.id, context_.round.selected, turn.now.instant);
    pool.Lease(context_.id,
               {record.evaluation().sites().begin(), record.evaluation().sites().end()},
               turn.now.instant);
  }
  if (phase == "publishing") {
    auto sum = SumIn(record.publication(), context_);
    if (!sum.ok()) return GiveRoundUp(turn, sum.error().Text(), true);
    context_.round.sum = *std::move(sum);
    return Enter(turn, std::make_unique<Publishing>(record.publication()));
  }
  if (phase == "training" && record.has_training())
    return Enter(turn, std::make_unique<Training>(record.training()));
  if (phase == "aggregating")
    return Enter(turn, std::make_unique<Aggregating>(std::move(resume_->steps)));
  if (record.has_evaluation() && phase != "selecting") return ResumeMeasuring(turn, record);
  if (context_.record.paused()) return EnterPaused(turn);
  return Enter(turn, std::make_unique<Selecting>());
}

Outcome JobMachine::ResumeMeasuring(Turn& turn, const v1::RoundRecord& record) {
  const v1::TaskRecord& task = record.evaluation();
  if (record.phase() == "counting")
    return Enter(turn, std::make_unique<Counting>(task, std::move(resume_->steps)));
  if (record.phase() != "evaluating") return Enter(turn, std::make_unique<Selecting>());
  if (context_.spec->task == JobTask::kEvaluate)
    return Enter(turn, std::make_unique<EvaluatingPublished>(task, std::move(resume_->steps)));
  return Enter(turn, std::make_unique<Evaluating>(task, std::move(resume_->steps)));
}

Outcome JobMachine::GiveRoundUp(Turn& turn, const std::string& reason, bool spent) {
  phase_ = std::make_unique<Selecting>();  // so that the loss has a phase to leave
  phase_started_ = turn.now.instant;
  if (!context_.IsVersionMade()) return RoundLost{reason, spent};
  turn.Emit(EvaluationFailed{context_.round.number, reason});
  return RoundUnmeasured{reason, spent};
}

}  // namespace hansa::coordinator

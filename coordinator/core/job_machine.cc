#include "coordinator/core/job_machine.h"

#include "coordinator/core/aggregating.h"
#include "coordinator/core/counting.h"
#include "coordinator/core/evaluating.h"
#include "coordinator/core/evaluating_published.h"
#include "coordinator/core/left_out.h"
#include "coordinator/core/publishing.h"
#include "coordinator/core/selecting.h"
#include "coordinator/core/training.h"

namespace hansa::coordinator {
namespace {

constexpr size_t kPastNames = 16;

// The round's record is written more often than the job's.
void RestoreProgress(const JobMachine::Plan::Resume& resume, JobContext& context) {
  const bool in_round = resume.round && resume.round->has_progress();
  *context.record.mutable_progress() = in_round ? resume.round->progress() : resume.progress;
  context.record.set_paused(resume.paused);
  context.history.Restore(context.record.progress());
}

JobContext MakeContext(JobMachine::Plan& plan, Services services) {
  const JobSpec& spec = *plan.spec;
  JobContext context{
      .id = plan.job_id,
      .spec = plan.spec,
      .services = services,
      .record = {},
      .candidates = Candidates(
          {.job_toml = spec.toml, .job_digest = Bytes(spec.digest.begin(), spec.digest.end())}),
      .history = JobHistory(spec.selection),
      .script = plan.script,
      .next_version = plan.next_version};
  context.record.set_job_id(plan.job_id);
  context.record.set_job_toml(spec.toml);
  context.record.set_seed(plan.seed);
  context.record.set_state("running");
  context.record.set_submitted_unix_ms(plan.submitted_unix_ms);
  if (plan.resume) context.stored = plan.resume->stored;
  *context.record.mutable_normalisation() = plan.normalisation;
  if (plan.resume && plan.resume->record.has_statistics())
    *context.record.mutable_statistics() = plan.resume->record.statistics();
  if (plan.evaluated) {
    context.base = plan.evaluated;
    context.record.set_model_version(context.base->version);
  }
  if (plan.resume && plan.resume->base) {
    context.base = plan.resume->base;
    context.record.set_model_version(context.base->version);
  }
  if (plan.resume) context.record.set_rounds_done(plan.resume->rounds_done);
  if (plan.resume) {
    context.record.set_transcript(plan.resume->record.transcript());
    context.record.set_transcript_session(plan.resume->record.transcript_session());
    RestoreLeftOut(plan.resume->record, context);
  }
  if (plan.resume) RestoreProgress(*plan.resume, context);
  return context;
}

double* SecondsOf(PhaseSeconds& seconds, std::string_view phase) {
  if (phase == "selecting") return &seconds.selecting;
  if (phase == "training") return &seconds.training;
  if (phase == "aggregating") return &seconds.aggregating;
  if (phase == "publishing") return &seconds.publishing;
  if (phase == "counting") return &seconds.counting;
  return &seconds.evaluating;
}

}  // namespace

JobMachine::JobMachine(Plan plan, Services services)
    : context_(MakeContext(plan, services)), resume_(std::move(plan.resume)) {}

Effects JobMachine::Step(JobInput input, Now now) {
  Effects out;
  if (over()) return out;
  Turn turn{context_, out, now};
  if (const auto* message = std::get_if<SiteMessage>(&input))
    context_.round.bytes_up += message->wire_bytes();
  if (const auto* upload = std::get_if<UploadDone>(&input))
    if (const auto* vector = std::get_if<BlobHandle>(&upload->result))
      context_.round.bytes_up += (*vector)->size();
  counted_sends_ = counted_serves_ = 0;
  NoteUploads(turn, input);
  Outcome outcome = Route(turn, input);
  while (outcome && phase_) outcome = Move(turn, *outcome);
  NoteExpected(turn);
  CountSent(turn);
  if (std::exchange(context_.round_changed, false) && phase_) out.persist.push_back(SaveRound());
  return out;
}

std::optional<Instant> JobMachine::NextWake() const {
  return phase_ ? phase_->NextWake() : std::nullopt;
}

Outcome JobMachine::Route(Turn& turn, JobInput& input) {
  if (std::holds_alternative<JobBegins>(input)) return Begin(turn);
  if (!phase_) return std::nullopt;
  if (const auto* joined = std::get_if<SiteJoined>(&input)) return Join(turn, *joined);
  if (const auto* left = std::get_if<SiteLeft>(&input)) return Leave(turn, *left);
  if (const auto* message = std::get_if<SiteMessage>(&input)) return Take(turn, *message);
  if (auto* done = std::get_if<WorkDone>(&input)) return phase_->OnWorkDone(turn, *done);
  if (auto* done = std::get_if<UploadDone>(&input)) return phase_->OnUpload(turn, *done);
  if (std::holds_alternative<TimePassed>(input)) return phase_->OnTime(turn);
  if (std::holds_alternative<SitesFreed>(input)) return phase_->OnSitesFreed(turn);
  if (const auto* pause = std::get_if<PauseAsked>(&input)) return Pause(turn, pause->abandon);
  if (std::holds_alternative<ContinueAsked>(input)) return Continue(turn);
  phase_->Cancel(turn);  // JobCancelled
  EndTasks(turn, "cancelled");
  Finish(turn, "cancelled", "cancelled", "cancelled by an operator");
  return std::nullopt;
}

Outcome JobMachine::Begin(Turn& turn) {
  begun_ = true;
  job_started_ = turn.now.instant;
  counted_until_ = turn.now.instant;
  const JobSpec& spec = *context_.spec;
  context_.services.pool->AddJob(
      context_.id, spec.priority,
      resume_ ? std::optional(context_.record.progress().used_ms()) : std::nullopt);
  turn.out.persist.push_back(context_.record);
  if (resume_) return Resume(turn);
  turn.Emit(JobStarted{context_.id, spec.name, spec.rounds, spec.clients_min,
                       context_.membership().NamesOf(context_.membership().Connected()),
                       spec.secure, Name(spec.task)});
  context_.candidates.OfferToConnected(context_.membership(), *context_.services.random,
                                       turn.now.instant, turn.out);
  return StartRound(turn, FirstRound(), 1);
}

// The whole machine on one page:
//
//   phase        outcome           then
//   selecting    SitesSelected     publishing(initial) when there is no model yet, else training
//                JobLost           job failed (too few sites)
//   training     UpdatesReady      aggregating
//                RoundLost         round failed
//   aggregating  UpdatesSummed     publishing(trained)
//                RoundLost         round failed, perhaps spent
//   publishing   VersionPublished  initial: training;  trained: evaluating, or the next round
//                                  void: selecting, the round's next attempt
//                                  threshold: job succeeded
//                RoundLost         round failed, spent
//                JobLost           job failed
//   counting     ColumnsCounted    the first round's selecting, or job succeeded
//                RoundLost         round failed, perhaps spent
//   evaluating   RoundEvaluated    the next round's selecting, or the last one is over
//                RoundUnmeasured   the same; or selecting and evaluating once more, for a threshold
//   last one over                  publishing(threshold) when the job asks for one, else job
//                                  succeeded
//   round failed                   more than failures_allowed in a row: job failed
//                                  spent: publishing(void), else selecting, the next attempt
Outcome JobMachine::Move(Turn& turn, Outcome::value_type& outcome) {
  LeavePhase(turn);
  if (auto* selected = std::get_if<SitesSelected>(&outcome)) return AfterSelection(turn, *selected);
  if (auto* ready = std::get_if<UpdatesReady>(&outcome))
    return Enter(turn, std::make_unique<Aggregating>(std::move(*ready)));
  if (auto* summed = std::get_if<UpdatesSummed>(&outcome)) {
    context_.round.sum = std::move(summed->sum);
    context_.round.clients = static_cast<uint32_t>(context_.round.sum->included.size());
    EndTasks(turn, "succeeded");
    return Publish(turn, PublishWork::Kind::kTrained);
  }
  if (const auto* published = std::get_if<VersionPublished>(&outcome))
    return AfterPublication(turn, published->record);
  if (auto* counted = std::get_if<ColumnsCounted>(&outcome)) return AfterCounting(turn, *counted);
  if (std::holds_alternative<RoundEvaluated>(outcome)) return AfterRound(turn);
  if (const auto* none = std::get_if<RoundUnmeasured>(&outcome))
    return AfterUnmeasured(turn, *none);
  if (auto* lost = std::get_if<RoundLost>(&outcome)) return AfterLostRound(turn, *lost);
  const JobLost& lost = std::get<JobLost>(outcome);
  // It was selecting for the measuring of a version that stands.
  if (lost.code == "too_few_sites" && context_.IsVersionMade()) return AfterRound(turn);
  EndTasks(turn, "failed");
  Finish(turn, "failed", lost.code, lost.reason);
  return std::nullopt;
}

Outcome JobMachine::StartRound(Turn& turn, uint64_t number, uint32_t attempt) {
  CloseRound(turn);
  std::vector<SiteId> selected = std::move(context_.round.selected);
  context_.round = Round{.number = number, .attempt = attempt, .started = turn.now.instant};
  context_.round.selected = std::move(selected);  // whom a new process would wait for
  resumes_ = 0;
  if (attempt == 1) context_.answered_before.clear();
  if (context_.record.paused()) return EnterPaused(turn);
  return Enter(turn, std::make_unique<Selecting>());
}

Outcome JobMachine::AfterSelection(Turn& turn, SitesSelected& selected) {
  Round& round = context_.round;
  if (context_.IsVersionMade()) return MeasureAgain(turn, selected);
  round.selected = std::move(selected.sites);
  round_open_ = true;
  turn.Emit(
      RoundStarted{round.number, round.attempt, context_.membership().NamesOf(round.selected)});
  if (IsCounting()) return Enter(turn, std::make_unique<Counting>());
  if (context_.spec->task == JobTask::kEvaluate)
    return Enter(turn, std::make_unique<EvaluatingPublished>());
  if (!context_.base) return Publish(turn, PublishWork::Kind::kInitial);
  return Enter(turn, std::make_unique<Training>());
}

Outcome JobMachine::AfterPublication(Turn& turn, const v1::PublicationRecord& published) {
  switch (Publishing::KindOf(published)) {
    case PublishWork::Kind::kInitial:
      return Enter(turn, std::make_unique<Training>());
    case PublishWork::Kind::kVoid:
      return StartRound(turn, context_.round.number, context_.round.attempt + 1);
    case PublishWork::Kind::kThreshold:
      made_threshold_ = true;
      Finish(turn, "succeeded", published.end_code(), published.end_reason());
      return std::nullopt;
    case PublishWork::Kind::kTrained:
      break;
  }
  if (context_.spec->evaluate_rounds) return Enter(turn, std::make_unique<Evaluating>());
  return AfterRound(turn);
}

Outcome JobMachine::Enter(Turn& turn, std::unique_ptr<Phase> phase) {
  phase_ = std::move(phase);
  phase_started_ = turn.now.instant;
  turn.RecordRound();
  return phase_->Enter(turn);
}

Outcome JobMachine::Publish(Turn& turn, PublishWork::Kind kind) {
  return Enter(turn, std::make_unique<Publishing>(kind));
}

void JobMachine::LeavePhase(Turn& turn) {
  *SecondsOf(context_.round.seconds, phase_->name()) += Seconds(turn.now.instant - phase_started_);
  NoteSessionsPast();
}

void JobMachine::NoteSessionsPast() {
  size_t names = kPastNames;
  if (const SumSession* session = phase_->session()) {
    const std::vector<std::string> sessions = session->names();
    past_.insert(past_.end(), sessions.begin(), sessions.end());
    names += sessions.size();
  }
  while (past_.size() > names) past_.pop_front();
}

void JobMachine::CountSent(Turn& turn) {
  const auto& sends = turn.out.sends;
  for (; counted_sends_ < sends.size(); ++counted_sends_) {
    const Send& send = sends[counted_sends_];
    context_.round.bytes_down +=
        send.message.ByteSizeLong() + (send.payload ? send.payload->size() : 0);
  }
  for (; counted_serves_ < turn.out.serves.size(); ++counted_serves_)
    context_.round.bytes_down += turn.out.serves[counted_serves_].range.bytes;
}

}  // namespace hansa::coordinator

#include "coordinator/core/job_machine.h"

#include <algorithm>

#include "common/base/check.h"
#include "common/base/planted_bug.h"
#include "common/base/text.h"
#include "common/model/model_files.h"
#include "coordinator/core/aggregating.h"
#include "coordinator/core/counting.h"
#include "coordinator/core/evaluating.h"
#include "coordinator/core/evaluating_published.h"
#include "coordinator/core/publishing.h"
#include "coordinator/core/scheduling/stop_rule.h"
#include "coordinator/core/selecting.h"
#include "coordinator/core/session_name.h"
#include "coordinator/core/training.h"

namespace hansa::coordinator {
namespace {

constexpr size_t kPastNames = 16;

FinalModel FinalModelOf(const ModelVersion& model) {
  const Result<Bytes> signature = SignatureIn(AsView(model.manifest_sig));
  HANSA_CHECK(signature.ok());  // we wrote it, or the store verified it
  return {model.name, model.version, Hex(model.sha256), model.path, Hex(*signature)};
}

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
    context.record.set_rounds_done(plan.resume->rounds_done);
    context.record.set_model_version(context.base->version);
  }
  if (plan.resume) RestoreProgress(*plan.resume, context);
  return context;
}

// Not the reason itself: it may name other sites, or this machine's files.
std::string ToldToSites(const std::string& code) {
  if (code == "stopped") return "";
  if (code == "too_few_sites") return "too few sites can take part";
  if (code == "rounds_failed") return "too many rounds in a row have failed";
  if (code == "work_failed") return "the coordinator could not go on";
  return code == "cancelled" ? "cancelled by an operator" : "";
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
  Outcome outcome = Route(turn, input);
  while (outcome && phase_) outcome = Move(turn, *outcome);
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

Outcome JobMachine::Join(Turn& turn, const SiteJoined& joined) {
  context_.candidates.OfferTo(joined.site, *context_.services.random, turn.now.instant, turn.out);
  return phase_->OnCandidatesChanged(turn);
}

Outcome JobMachine::Leave(Turn& turn, const SiteLeft& left) {
  const bool able = context_.candidates.IsAble(left.site);
  context_.candidates.Forget(left.site);
  Outcome outcome;
  if (left.for_good) {
    context_.absences.Back(left.site);
    outcome = phase_->OnSiteLeft(turn, left.site, left.reason);
  } else if (able) {
    context_.absences.Left(left.site, turn.now.instant + phase_->patience(), left.reason);
    outcome = phase_->OnSiteAway(turn, left.site);
  }
  return outcome ? std::move(outcome) : phase_->OnCandidatesChanged(turn);
}

Outcome JobMachine::Take(Turn& turn, const SiteMessage& message) {
  const v1::ToCoordinator& body = message.message;
  if (body.has_job_answer()) return TakeAnswer(turn, message);
  if (body.has_blob_request()) {
    SendModel(turn, message);
    return std::nullopt;
  }
  if (!Planted(PlantedBug::kStaleSession) && (IsLate(TaskOf(body)) || IsLate(SessionOf(body)))) {
    turn.out.faults.push_back({message.site, "late"});
    return std::nullopt;
  }
  return phase_->OnMessage(turn, message);
}

Outcome JobMachine::TakeAnswer(Turn& turn, const SiteMessage& message) {
  const std::string fault =
      context_.candidates.Take(message.site, message.message.job_answer(), turn.now.instant);
  if (!fault.empty()) {
    turn.out.faults.push_back({message.site, fault});
    return std::nullopt;
  }
  const bool was_away = context_.absences.Has(message.site);
  context_.absences.Back(message.site);
  Outcome outcome;
  if (context_.candidates.IsAble(message.site)) {
    declined_.erase(message.site);
    if (context_.base)
      turn.out.sends.push_back({message.site, Announcement(*context_.base), nullptr});
    if (was_away) outcome = phase_->OnSiteBack(turn, message.site);
  } else {
    std::vector<std::string> reasons = context_.candidates.ReasonsOf(message.site);
    if (was_away) outcome = phase_->OnSiteLeft(turn, message.site, "declined: " + reasons.front());
    if (declined_[message.site] != reasons)
      turn.Emit(SiteDeclined{context_.NameOf(message.site), reasons});
    declined_[message.site] = std::move(reasons);
  }
  return outcome ? std::move(outcome) : phase_->OnCandidatesChanged(turn);
}

void JobMachine::SendModel(Turn& turn, const SiteMessage& message) {
  const v1::BlobRequest& request = message.message.blob_request();
  const std::string& wanted = request.sha256();
  std::string fault = IsLate(wanted) ? "late" : "model_not_offered";
  for (auto* task : {&context_.round.evaluation, &context_.round.training}) {
    if (!*task || !(*task)->model() || ToString((*task)->model()->sha256) != wanted) continue;
    fault = (*task)->SendModel(message.site, request, turn.out);
    if (!fault.empty()) continue;
    if ((*task)->downloads().Note(message.site, request.offset(), turn.now.instant))
      turn.Emit(TransferUnderWay{.round = context_.round.number,
                                 .site = context_.NameOf(message.site),
                                 .bytes = request.offset(),
                                 .size = (*task)->model()->file->size()});
    return;
  }
  turn.out.faults.push_back({message.site, fault});
  v1::ToSite none;
  none.mutable_blob()->set_sha256(wanted);
  turn.out.sends.push_back({message.site, std::move(none), nullptr});
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
//                RoundLost         round failed, spent
//                JobLost           job failed
//   counting     ColumnsCounted    the first round's selecting, or job succeeded
//                RoundLost         round failed, perhaps spent
//   evaluating   RoundEvaluated    the next round's selecting, or job succeeded
//   round failed                   more than failures_allowed in a row: job failed
//                                  spent: publishing(void), else selecting, the next attempt
Outcome JobMachine::Move(Turn& turn, Outcome::value_type& outcome) {
  LeavePhase(turn);
  if (auto* selected = std::get_if<SitesSelected>(&outcome)) return AfterSelection(turn, *selected);
  if (auto* ready = std::get_if<UpdatesReady>(&outcome))
    return Enter(turn, std::make_unique<Aggregating>(std::move(ready->sites)));
  if (auto* summed = std::get_if<UpdatesSummed>(&outcome)) {
    context_.round.sum = std::move(summed->sum);
    context_.round.clients = static_cast<uint32_t>(context_.round.sum->included.size());
    EndTasks(turn, "succeeded");
    return Publish(turn, PublishWork::Kind::kTrained);
  }
  if (std::holds_alternative<VersionPublished>(outcome)) return AfterPublication(turn);
  if (auto* counted = std::get_if<ColumnsCounted>(&outcome)) return AfterCounting(turn, *counted);
  if (std::holds_alternative<RoundEvaluated>(outcome)) return AfterRound(turn);
  if (auto* lost = std::get_if<RoundLost>(&outcome)) return AfterLostRound(turn, *lost);
  const JobLost& lost = std::get<JobLost>(outcome);
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
  if (context_.record.paused()) return EnterPaused(turn);
  return Enter(turn, std::make_unique<Selecting>());
}

Outcome JobMachine::AfterSelection(Turn& turn, SitesSelected& selected) {
  Round& round = context_.round;
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

Outcome JobMachine::AfterPublication(Turn& turn) {
  switch (publishing_) {
    case PublishWork::Kind::kInitial:
      return Enter(turn, std::make_unique<Training>());
    case PublishWork::Kind::kVoid:
      return StartRound(turn, context_.round.number, context_.round.attempt + 1);
    case PublishWork::Kind::kTrained:
      break;
  }
  if (context_.spec->evaluate_rounds) return Enter(turn, std::make_unique<Evaluating>());
  return AfterRound(turn);
}

Outcome JobMachine::AfterRound(Turn& turn) {
  Round& round = context_.round;
  EndTasks(turn, "succeeded");
  round.seconds.total = Seconds(turn.now.instant - round.started);
  CountSent(turn);
  const JobSpec& spec = *context_.spec;
  if (spec.task == JobTask::kEvaluate) context_.record.set_rounds_done(1);
  turn.Emit(RoundFinished{.round = round.number,
                          .version = context_.base->version,
                          .clients = round.clients,
                          .metrics = round.metrics,
                          .unit = IsClassifier(spec.network) ? "" : spec.target.unit,
                          .seconds = round.seconds,
                          .bytes_up = round.bytes_up,
                          .bytes_down = round.bytes_down,
                          .dropped = round.dropped});
  round_open_ = false;
  failures_in_a_row_ = 0;
  context_.services.times->NoteRound(
      spec.name, round.seconds.total - round.seconds.selecting - round.seconds.training);
  v1::JobProgress& progress = *context_.record.mutable_progress();
  NoteMetrics(spec.stop, round.metrics, context_.base->version, progress);
  CloseRound(turn);
  if (round.number >= spec.rounds) {
    Finish(turn, "succeeded", "", "");
  } else if (const auto reason = StopReason(spec.stop, round.metrics, progress)) {
    Finish(turn, "succeeded", "stopped",
           StrCat("stopped after round ", round.number, ": ", *reason));
  } else {
    return StartRound(turn, round.number + 1, 1);
  }
  return std::nullopt;
}

Outcome JobMachine::AfterLostRound(Turn& turn, const RoundLost& lost) {
  const Round& round = context_.round;
  EndTasks(turn, "failed");
  turn.Emit(RoundFailed{round.number, round.attempt, lost.reason});
  round_open_ = false;
  const bool hopeless = lost.spent && !IsRepeatable();
  if (++failures_in_a_row_ > context_.spec->failures_allowed || hopeless) {
    const std::string times = failures_in_a_row_ == 1
                                  ? ": "
                                  : StrCat(" ", failures_in_a_row_, " times in a row, at last: ");
    Finish(turn, "failed", "rounds_failed",
           StrCat("round ", round.number, " failed", times, lost.reason));
    return std::nullopt;
  }
  if (lost.spent) return Publish(turn, PublishWork::Kind::kVoid);
  return StartRound(turn, round.number, round.attempt + 1);
}

Outcome JobMachine::Enter(Turn& turn, std::unique_ptr<Phase> phase) {
  phase_ = std::move(phase);
  phase_started_ = turn.now.instant;
  turn.RecordRound();
  return phase_->Enter(turn);
}

Outcome JobMachine::Publish(Turn& turn, PublishWork::Kind kind) {
  publishing_ = kind;
  return Enter(turn, std::make_unique<Publishing>(kind));
}

void JobMachine::LeavePhase(Turn& turn) {
  *SecondsOf(context_.round.seconds, phase_->name()) += Seconds(turn.now.instant - phase_started_);
  if (const std::string* session = phase_->session()) past_.push_back(*session);
  while (past_.size() > kPastNames) past_.pop_front();
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

void JobMachine::EndTasks(Turn& turn, const std::string& outcome) {
  for (auto* task : {&context_.round.training, &context_.round.evaluation}) {
    if (!*task) continue;
    if (!(*task)->ended()) (*task)->End(context_.membership(), outcome, turn.out);
    // Of its model, too: what a site asks for may cross with the end.
    std::vector<std::string> names = {ToString((*task)->id())};
    if ((*task)->model()) names.push_back(ToString((*task)->model()->sha256));
    for (const std::string& name : names)
      if (!IsLate(name)) past_.push_back(name);
  }
}

void JobMachine::Finish(Turn& turn, const std::string& state, const std::string& code,
                        const std::string& reason) {
  if (round_open_) turn.Emit(RoundFailed{context_.round.number, context_.round.attempt, reason});
  round_open_ = false;
  CloseRound(turn);
  context_.services.pool->RemoveJob(context_.id, turn.now.instant);
  v1::JobRecord& record = context_.record;
  record.set_paused(false);
  record.set_state(state);
  record.set_reason(reason);
  record.set_ended_unix_ms(turn.now.unix_ms);
  turn.out.persist.push_back(record);
  for (const SiteId& site : context_.candidates.Able()) {
    v1::ToSite message;
    message.mutable_job_ended()->set_job_digest(ToString(context_.spec->digest));
    message.mutable_job_ended()->set_succeeded(state == "succeeded");
    message.mutable_job_ended()->set_reason(ToldToSites(code));
    turn.out.sends.push_back({site, std::move(message), nullptr});
  }
  JobFinished finished{.job_id = record.job_id(),
                       .state = state,
                       .code = code,
                       .reason = reason,
                       .rounds_done = record.rounds_done(),
                       .version = record.model_version(),
                       .seconds = Seconds(turn.now.instant - job_started_)};
  const v1::JobProgress& progress = record.progress();
  finished.best = {progress.metric(), progress.best_value(), progress.best_version()};
  const bool published = context_.base && context_.spec->task == JobTask::kTrain;
  if (published && record.rounds_done() > 0) finished.model = FinalModelOf(*context_.base);
  turn.Emit(std::move(finished));
  if (phase_ != nullptr && phase_->session() != nullptr) past_.push_back(*phase_->session());
  phase_.reset();
}

bool JobMachine::IsLate(const std::string& name) const {
  return !name.empty() && std::find(past_.begin(), past_.end(), name) != past_.end();
}

bool JobMachine::Claims(const v1::ToCoordinator& message) const {
  if (message.has_job_answer()) return context_.candidates.Knows(message.job_answer().offer_id());
  if (message.has_blob_request())
    return IsLate(message.blob_request().sha256()) ||
           (context_.base && message.blob_request().sha256() == ToString(context_.base->sha256));
  const std::string session = SessionOf(message);
  if (!session.empty())
    return IsLate(session) || (phase_ && phase_->session() && *phase_->session() == session);
  const std::string task = TaskOf(message);
  if (task.empty()) return false;
  for (const auto* own : {&context_.round.training, &context_.round.evaluation})
    if (*own && ToString((*own)->id()) == task) return true;
  return IsLate(task);
}

}  // namespace hansa::coordinator

#include "client/core/site_machine.h"

#include <algorithm>

#include "client/core/secagg/client_session.h"
#include "common/base/limits.h"
#include "common/crypto/contexts.h"
#include "common/job/normalised_job.h"

namespace hansa::client {
namespace {

// How long a site stays away from a coordinator that does not want it or is not the right one.
constexpr Duration kFirstRest = seconds(60);
constexpr Duration kLongestRest = std::chrono::minutes(15);

void RefuseStart(Turn& turn, const v1::TaskStart& start, const Reason& reason) {
  v1::TaskFailed& failed = *turn.Send().mutable_task_failed();
  failed.set_task_id(start.task_id());
  failed.mutable_reason()->set_code(reason.code);
  failed.mutable_reason()->set_text(reason.text);
  TaskName name;
  name.job_digest = Hex(AsSpan(start.job_digest()));
  name.round = start.round();
  name.model_version = start.model_version();
  turn.out.persist.emplace_back(NoteLeaving{.kind = "task_failed",
                                            .job = name.job,
                                            .bytes = turn.out.send.back().message.ByteSizeLong(),
                                            .answer = reason.code});
  turn.Emit(TaskRefused{std::move(name), reason});
}

// The job with the means and scales that came with the task, where it leaves them to the sites.
Result<JobHandle> NormalisedJob(const v1::TaskStart& start, const JobHandle& job) {
  const bool takes = job->task != JobTask::kStatistics && !job->statistics.columns.empty() &&
                     start.kind() != v1::TASK_KIND_STATISTICS;
  if (!takes) return job;
  JobSpec spec = HANSA_TRY(WithNormalisation(*job, start.normalisation()));
  return JobHandle(std::make_shared<const JobSpec>(std::move(spec)));
}

}  // namespace

SiteMachine::SiteMachine(SiteOptions options) : site_(std::move(options)) {}

Effects SiteMachine::Step(Input input, Now now) {
  Effects out;
  Turn turn{site_, now, out};
  std::visit([&](auto& i) { Handle(turn, i); }, input);
  OnTime(turn);
  if (task_.has_value() && task_->over()) task_.reset();
  // Work goes on while the connection is lost; what it has to say is asked for on the next one.
  if (link_ != Link::kUp)
    std::erase_if(out.send, [](const client::Send& send) { return !send.message.has_hello(); });
  return out;
}

std::optional<Instant> SiteMachine::NextWake() const {
  std::optional<Instant> wake;
  const auto consider = [&wake](Instant at) { wake = wake.has_value() ? std::min(*wake, at) : at; };
  if (link_ == Link::kGreeting || link_ == Link::kResting) consider(link_deadline_);
  if (liveness_.has_value()) consider(liveness_->NextWake());
  if (task_.has_value()) consider(task_->deadline());
  return wake;
}

// ---- The connection

void SiteMachine::Handle(Turn& turn, LinkUp&) {
  LoseLink(turn);
  link_ = Link::kGreeting;
  link_deadline_ = turn.now.instant + kGreetingWindow;
  *turn.Send().mutable_hello() = MakeHello(site_.options.software, site_.options.credential);
}

void SiteMachine::Handle(Turn& turn, LinkDown& input) {
  const bool resting = link_ == Link::kResting;
  LoseLink(turn);
  if (resting)
    link_ = Link::kResting;
  else if (input.denied) {
    Rest(turn);
    turn.Emit(Denied{rest_});
  }
}

void SiteMachine::LoseLink(Turn& turn) {
  const bool link_was_up = link_ == Link::kUp;
  link_ = Link::kDown;
  liveness_.reset();
  offers_.ConnectionLost();
  if (task_.has_value() && link_was_up) task_->LinkLost(turn.now);
  turn.out.send.clear();  // nobody to say it to, and the next connection starts with Hello
}

void SiteMachine::Rest(Turn& turn) {
  rest_ = std::clamp<Duration>(2 * rest_, kFirstRest, kLongestRest);
  link_ = Link::kResting;
  link_deadline_ = turn.now.instant + rest_;
  if (task_.has_value()) task_->Drop(turn, "the coordinator does not want this site");
  turn.out.send.clear();
  turn.out.link = LinkOrder::kClose;
}

void SiteMachine::Greet(Turn& turn, const v1::Welcome& welcome) {
  const Result<Coordinator> coordinator =
      CheckWelcome(welcome, site_.options.authority, site_.options.coordinator_curve_key, turn.now);
  if (!coordinator.ok()) {
    turn.Emit(GreetingRefused{coordinator.error().Text()});
    LoseLink(turn);
    return Rest(turn);
  }
  if (!site_.coordinator.has_value() ||
      site_.coordinator->signing_key != coordinator->signing_key) {
    site_.highest_session = 0;  // numbers belong to a coordinator; its own come with the facts
    if (task_.has_value()) task_->Drop(turn, "another coordinator answers");
  }
  site_.coordinator = *coordinator;
  liveness_.emplace(coordinator->heartbeat, turn.now.instant);
  link_ = Link::kUp;
  rest_ = {};
  if (task_.has_value()) task_->LinkBack(turn.now);
  turn.Emit(Greeted{coordinator->heartbeat, coordinator->clock_ahead_ms});
}

void SiteMachine::Goodbye(Turn& turn, const std::string& reason) {
  LoseLink(turn);
  if (reason == "revoked" || reason == "unknown site" || reason == "not in the directory") {
    Rest(turn);
    return turn.Emit(SaidGoodbye{reason, rest_});
  }
  turn.Emit(SaidGoodbye{reason, {}});
  turn.out.link = LinkOrder::kReconnect;
}

void SiteMachine::OnTime(Turn& turn) {
  const Instant now = turn.now.instant;
  if (task_.has_value()) task_->OnTime(turn);
  if (link_ == Link::kResting && now >= link_deadline_) {
    link_ = Link::kDown;
    turn.out.link = LinkOrder::kOpen;
  } else if (link_ == Link::kGreeting && now >= link_deadline_) {
    turn.Emit(CoordinatorSilent{kGreetingWindow});
    LoseLink(turn);
    turn.out.link = LinkOrder::kReconnect;
  } else if (liveness_.has_value() && liveness_->Silent(now)) {
    turn.Emit(CoordinatorSilent{liveness_->silence(now)});
    LoseLink(turn);
    turn.out.link = LinkOrder::kReconnect;
  } else if (liveness_.has_value()) {
    if (const uint64_t beat = liveness_->BeatDue(now))
      turn.Send().mutable_heartbeat()->set_sequence(beat);
  }
}

void SiteMachine::Handle(Turn&, Woken&) {}  // OnTime runs after every input

// ---- What the coordinator says

void SiteMachine::Handle(Turn& turn, FromCoordinator& input) {
  if (link_ == Link::kGreeting && input.message.has_welcome())
    return Greet(turn, input.message.welcome());
  if ((link_ == Link::kGreeting || link_ == Link::kUp) && input.message.has_goodbye())
    return Goodbye(turn, input.message.goodbye().reason());
  if (link_ != Link::kUp) return turn.Emit(MessageIgnored{"before_the_greeting"});
  liveness_->Heard(turn.now.instant);
  Route(turn, input);
}

void SiteMachine::Route(Turn& turn, FromCoordinator& input) {
  const v1::ToSite& message = input.message;
  switch (message.body_case()) {
    case v1::ToSite::kHeartbeat:
    case v1::ToSite::kBlob:  // a sign of life; its bytes go where the model is fetched
      return;
    case v1::ToSite::kJobOffer:
      return offers_.Take(turn, message.job_offer());
    case v1::ToSite::kJobEnded:
      return offers_.End(turn, message.job_ended());
    case v1::ToSite::kModelAnnounced:
      return Announce(turn, message.model_announced());
    case v1::ToSite::kTaskStart:
      return StartTask(turn, message.task_start());
    default:
      break;
  }
  if (!task_.has_value()) return DisownSession(turn, message);
  if (message.has_secagg()) return task_->OnSecAgg(turn, message.secagg());
  if (message.has_plain_request()) return task_->OnPlainRequest(turn, message.plain_request());
  if (message.has_upload_request()) return task_->OnUploadRequest(turn, message.upload_request());
  if (message.has_task_end()) return task_->OnTaskEnd(turn, message.task_end());
  turn.Emit(MessageIgnored{"unexpected_message"});
}

// This process has no such task: the one that had it is gone. The coordinator needs not wait.
void SiteMachine::DisownSession(Turn& turn, const v1::ToSite& message) {
  if (message.has_secagg()) {
    if (!message.secagg().has_end()) *turn.Send().mutable_secagg() = AbortOf(message.secagg());
  } else if (message.has_plain_request()) {
    v1::TaskFailed& failed = *turn.Send().mutable_task_failed();
    failed.set_task_id(message.plain_request().task_id());
    failed.mutable_reason()->set_code("task_unknown");
    failed.mutable_reason()->set_text("the agent was restarted meanwhile");
  } else if (message.has_upload_request()) {
    turn.Send().mutable_upload_gone()->set_sha256(message.upload_request().sha256());
  } else if (!message.has_task_end()) {
    // The end of a task that ended here first is no fault.
    turn.Emit(MessageIgnored{"no_task"});
  }
}

void SiteMachine::StartTask(Turn& turn, const v1::TaskStart& start) {
  if (task_.has_value() && task_->id() == start.task_id()) return task_->Again(turn, start);
  JobHandle job = offers_.Find(start.job_digest());
  if (job == nullptr)
    return RefuseStart(turn, start, {"job_unknown", "this site has not accepted the job"});
  if (task_.has_value() && task_->name().job_digest != Hex(job->digest)) {
    if (offers_.Runs(task_->name().job_digest))
      return RefuseStart(turn, start, {"busy", "this site is at work for another job"});
    task_->Drop(turn, "its job ended while the connection was lost");
  } else if (task_.has_value()) {
    task_->Drop(turn, "superseded");  // the coordinator gave it up before
  }
  Result<JobHandle> normalised = NormalisedJob(start, job);
  task_.emplace(start, normalised.ok() ? *normalised : job, turn.now);
  if (!normalised.ok())
    return task_->Fail(turn, {"normalisation_invalid", normalised.error().Text()});
  if (site_.options.paused) return task_->Fail(turn, {"paused", "the site's owner has paused it"});
  task_->Begin(turn);
}

void SiteMachine::Announce(Turn& turn, const v1::ModelAnnounced& message) {
  turn.Emit(ModelAnnounced{message.name(), message.version(), message.manifest(),
                           message.manifest_sig()});
}

// ---- Results of work

void SiteMachine::Handle(Turn& turn, ColumnsChecked& input) { offers_.Checked(turn, input); }

void SiteMachine::Handle(Turn& turn, WorkRefused& input) {
  if (!offers_.Refused(turn, input) && task_.has_value()) task_->OnWorkRefused(turn, input);
}

void SiteMachine::Handle(Turn& turn, ModelFetched& input) {
  if (task_.has_value()) task_->OnModelFetched(turn, input);
}

void SiteMachine::Handle(Turn& turn, MessageFetched& input) {
  if (task_.has_value()) task_->OnMessageFetched(turn, input);
}
void SiteMachine::Handle(Turn& turn, ScriptFetched& input) {
  if (task_.has_value()) task_->OnScriptFetched(turn, input);
}

void SiteMachine::Handle(Turn& turn, DataBuilt& input) {
  if (task_.has_value()) task_->OnDataBuilt(turn, input);
}

void SiteMachine::Handle(Turn& turn, FactsRead& input) {
  if (task_.has_value()) task_->OnFacts(turn, input);
}

void SiteMachine::Handle(Turn& turn, ModelTrained& input) {
  if (task_.has_value()) task_->OnTrained(turn, input);
}

void SiteMachine::Handle(Turn& turn, UpdateEncoded& input) {
  if (task_.has_value()) task_->OnEncoded(turn, input);
}

void SiteMachine::Handle(Turn& turn, ModelEvaluated& input) {
  if (task_.has_value()) task_->OnEvaluated(turn, input);
}

void SiteMachine::Handle(Turn& turn, RowsCounted& input) {
  if (task_.has_value()) task_->OnCounted(turn, input);
}

void SiteMachine::Handle(Turn& turn, InputMasked& input) {
  if (task_.has_value()) task_->OnMasked(turn, std::move(input));
}

void SiteMachine::Handle(Turn& turn, PauseChanged& input) {
  site_.options.paused = input.paused;
  if (!input.paused) offers_.Resumed(turn);
}

void SiteMachine::Handle(Turn& turn, ShuttingDown&) {
  if (task_.has_value()) task_->Drop(turn, "the agent ends");
}

}  // namespace hansa::client

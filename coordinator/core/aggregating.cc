#include "coordinator/core/aggregating.h"

#include <utility>

#include "common/base/text.h"
#include "coordinator/core/task_step.h"
#include "coordinator/core/train_session.h"

namespace hansa::coordinator {

Outcome Aggregating::Enter(Turn& turn) {
  started_ = turn.now.instant;
  return steps_.empty() ? Open(turn) : Restore(turn);
}

Outcome Aggregating::Restore(Turn& turn) {
  ready_ = turn.job.round.training->ready();
  auto plan = TrainSessionPlan(turn.job, ready_);
  if (!plan.ok()) return JobLost{"work_failed", plan.error().Text()};
  auto restored = RestoreSession(turn, *std::move(plan), steps_);
  if (!restored.ok()) return RoundLost{StrCat("aggregating: ", restored.error().Text()), true};
  session_ = std::move(restored).value();
  return End(turn, session_->Open(turn));
}

Outcome Aggregating::Open(Turn& turn) {
  if (!prepared_) return OpenFresh(turn);
  if (!prepared_->CanBind(ready_)) {
    std::exchange(prepared_, nullptr)->Abandon(turn);
    return OpenFresh(turn);
  }
  session_ = prepared_;
  TellStarted(turn, true);
  return End(turn, session_->Bind(turn, ready_));
}

Outcome Aggregating::OpenFresh(Turn& turn) {
  auto plan = TrainSessionPlan(turn.job, ready_);
  if (!plan.ok()) return JobLost{"work_failed", plan.error().Text()};
  auto session = MakeSession(turn, *std::move(plan));
  if (!session.ok()) return JobLost{"work_failed", session.error().Text()};
  session_ = std::move(session).value();
  TellStarted(turn, false);
  return End(turn, session_->Open(turn));
}

void Aggregating::TellStarted(Turn& turn, bool prepared) const {
  const JobContext& job = turn.job;
  turn.Emit(SessionStarted{job.round.number, "train", job.membership().NamesOf(ready_),
                           session_->groups(), prepared});
}

Outcome Aggregating::OnMessage(Turn& turn, const SiteMessage& message) {
  if (IsTaskMessage(message))
    return End(turn, TakeTaskMessageInSession(turn, *turn.job.round.training, *session_, message));
  return End(turn, session_->OnMessage(turn, message));
}
Outcome Aggregating::OnSiteAway(Turn& turn, const SiteId& site) {
  turn.job.round.training->Away(site);
  return End(turn, session_->OnSiteAway(turn, site));
}
Outcome Aggregating::OnSiteBack(Turn& turn, const SiteId& site) {
  turn.job.round.training->Back(site);
  return End(turn, session_->OnSiteBack(turn, site));
}
Outcome Aggregating::OnSiteLeft(Turn& turn, const SiteId& site, const std::string& reason) {
  return End(turn, session_->OnSiteLeft(turn, site, reason));
}
Outcome Aggregating::OnWorkDone(Turn& turn, WorkDone& done) {
  return End(turn, session_->OnWorkDone(turn, done));
}
Outcome Aggregating::OnUpload(Turn& turn, UploadDone& done) {
  return End(turn, session_->OnUpload(turn, done));
}
Outcome Aggregating::OnTime(Turn& turn) { return End(turn, session_->OnTime(turn)); }
void Aggregating::Cancel(Turn& turn) { session_->Abandon(turn); }

// Nothing has left anyone: those that are still there hold their updates.
Outcome Aggregating::OpenAnother(Turn& turn) {
  const Task& task = *turn.job.round.training;
  std::erase_if(ready_, [&](const SiteId& site) { return !task.Has(site); });
  const uint32_t needed = turn.job.spec->clients_min;
  if (ready_.size() < needed)
    return RoundLost{
        StrCat("aggregating: ", ready_.size(), " of the ", needed, " sites needed are left"),
        false};
  turn.RecordRound();
  return OpenFresh(turn);
}

Outcome Aggregating::End(Turn& turn, SessionResult result) {
  if (!result) return std::nullopt;
  if (auto* lost = std::get_if<SessionLost>(&*result)) {
    if (std::exchange(prepared_, nullptr) && !lost->spent) return OpenAnother(turn);
    return RoundLost{StrCat("aggregating: ", lost->reason), lost->spent};
  }
  SumHandle sum = std::get<SumHandle>(*result);
  turn.Emit(SessionFinished{turn.job.round.number, "train",
                            static_cast<uint32_t>(sum->included.size()),
                            Seconds(turn.now.instant - started_)});
  return UpdatesSummed{std::move(sum)};
}

}  // namespace hansa::coordinator

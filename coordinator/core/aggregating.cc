#include "coordinator/core/aggregating.h"

#include "common/base/text.h"
#include "common/job/task_segments.h"
#include "coordinator/core/task_step.h"

namespace hansa::coordinator {

Outcome Aggregating::Enter(Turn& turn) {
  JobContext& job = turn.job;
  const JobSpec& spec = *job.spec;
  started_ = turn.now.instant;
  auto segments = TrainSegments(spec, LayoutOf(spec.network).elements());
  if (!segments.ok()) return JobLost{"work_failed", segments.error().Text()};
  if (!steps_.empty()) ready_ = job.round.training->ready();
  SessionPlan plan{.purpose = v1::SESSION_PURPOSE_TRAIN,
                   .task_id = job.round.training->id(),
                   .model = job.round.training->model(),
                   .segments = *segments,
                   .ring_bits = spec.ring_bits,
                   .sites = ready_,
                   .longest = spec.aggregating,
                   .uploading = spec.uploading};
  if (!steps_.empty()) {
    auto restored = RestoreSession(turn, std::move(plan), steps_);
    if (!restored.ok()) return RoundLost{StrCat("aggregating: ", restored.error().Text()), true};
    session_ = std::move(restored).value();
    return End(turn, session_->Open(turn));
  }
  auto session = MakeSession(turn, std::move(plan));
  if (!session.ok()) return JobLost{"work_failed", session.error().Text()};
  session_ = std::move(session).value();
  turn.Emit(SessionStarted{job.round.number, "train", job.membership().NamesOf(ready_),
                           session_->groups()});
  return End(turn, session_->Open(turn));
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

Outcome Aggregating::End(Turn& turn, SessionResult result) {
  if (!result) return std::nullopt;
  if (auto* lost = std::get_if<SessionLost>(&*result))
    return RoundLost{StrCat("aggregating: ", lost->reason), lost->spent};
  SumHandle sum = std::get<SumHandle>(*result);
  turn.Emit(SessionFinished{turn.job.round.number, "train",
                            static_cast<uint32_t>(sum->included.size()),
                            Seconds(turn.now.instant - started_)});
  return UpdatesSummed{std::move(sum)};
}

}  // namespace hansa::coordinator

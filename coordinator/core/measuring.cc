#include "coordinator/core/measuring.h"

#include <algorithm>

#include "common/base/text.h"
#include "coordinator/core/task_step.h"

namespace hansa::coordinator {

void Measuring::EndTask(Turn& turn, const std::string& outcome) {
  auto& task = turn.job.round.evaluation;
  if (task && !task->ended()) task->End(turn.job.membership(), outcome, turn.out);
}

std::vector<SiteId> Measuring::Selected(Turn& turn) {
  std::vector<SiteId> sites;
  for (const SiteId& site : turn.job.round.selected)
    if (turn.job.candidates.IsAble(site) || (turn.job.absences.IsExpected(site, turn.now.instant) &&
                                             !turn.job.candidates.IsLeftOut(site)))
      sites.push_back(site);
  return sites;
}

Outcome Measuring::Enter(Turn& turn) {
  JobContext& job = turn.job;
  const JobSpec& spec = *job.spec;
  const std::vector<SiteId> sites =
      record_ ? std::vector<SiteId>(record_->sites().begin(), record_->sites().end())
              : Choose(turn);
  if (sites.size() < spec.clients_min)
    return Lose(turn, StrCat(sites.size(), " of the ", spec.clients_min, " sites needed are left"),
                false);
  const Question question = Ask(job);
  const auto count = static_cast<uint32_t>(sites.size());
  job.round.evaluation.emplace(
      Task::Plan{.id = record_ ? ToBytes(record_->task_id()) : job.RandomBytes(16),
                 .kind = question.kind,
                 .job_digest = spec.digest,
                 .round = job.round.number,
                 .model = question.model,
                 .script = question.model ? job.script : nullptr,
                 .normalisation = job.record.normalisation(),
                 .sites = sites,
                 .window = {spec.clients_min, count, {}, question.window}},
      turn.now.instant);
  if (!steps_.empty()) {
    job.round.evaluation->AllReady();
    for (const SiteId& site : sites) job.round.evaluation->Away(site);
    return OpenSession(turn);
  }
  Begin(turn, *job.round.evaluation);
  return LookAtTask(turn);
}

Outcome Measuring::OnSiteAway(Turn& turn, const SiteId& site) {
  turn.job.round.evaluation->Away(site);
  if (session_) return EndSession(turn, session_->OnSiteAway(turn, site));
  return LookAtTask(turn);
}

Outcome Measuring::OnSiteBack(Turn& turn, const SiteId& site) {
  Task& task = *turn.job.round.evaluation;
  if (session_) {
    task.Back(site);
    return EndSession(turn, session_->OnSiteBack(turn, site));
  }
  task.Start(site, turn.out);
  return LookAtTask(turn);
}

Outcome Measuring::OnMessage(Turn& turn, const SiteMessage& message) {
  Task& task = *turn.job.round.evaluation;
  if (session_ && IsTaskMessage(message))
    return EndSession(turn, TakeTaskMessageInSession(turn, task, *session_, message));
  if (session_) return EndSession(turn, session_->OnMessage(turn, message));
  TakeTaskMessage(turn, task, name(), message);
  return LookAtTask(turn);
}

Outcome Measuring::OnSiteLeft(Turn& turn, const SiteId& site, const std::string& reason) {
  const bool belonged = turn.job.round.evaluation->Remove(site);
  if (session_) return EndSession(turn, session_->OnSiteLeft(turn, site, reason));
  if (belonged) turn.Drop(site, std::string(name()), reason);
  return LookAtTask(turn);
}

Outcome Measuring::OnWorkDone(Turn& turn, WorkDone& done) {
  if (!session_) return std::nullopt;
  return EndSession(turn, session_->OnWorkDone(turn, done));
}

Outcome Measuring::OnUpload(Turn& turn, UploadDone& done) {
  if (!session_) return std::nullopt;
  return EndSession(turn, session_->OnUpload(turn, done));
}

Outcome Measuring::OnTime(Turn& turn) {
  if (session_) return EndSession(turn, session_->OnTime(turn));
  Task& task = *turn.job.round.evaluation;
  if (turn.now.instant >= task.deadline()) DropUnready(turn, task, name());
  return LookAtTask(turn);
}

void Measuring::Cancel(Turn& turn) {
  if (session_) session_->Abandon(turn);
}

std::optional<Instant> Measuring::NextWake() const {
  return session_ ? session_->NextWake() : std::optional(wake_);
}

Outcome Measuring::LookAtTask(Turn& turn) {
  Task& task = *turn.job.round.evaluation;
  DropAbsent(turn, task, name());
  if (!task.quorum_possible()) return Lose(turn, QuorumLost(task), false);
  wake_ = task.deadline();
  if (const auto wake = NextWakeOf(turn.job, task)) wake_ = std::min(wake_, *wake);
  if (!IsComplete(turn, task)) return std::nullopt;
  return OpenSession(turn);
}

Outcome Measuring::OpenSession(Turn& turn) {
  JobContext& job = turn.job;
  const Task& task = *job.round.evaluation;
  auto segments = Segments(*job.spec);
  if (!segments.ok()) return Lose(turn, segments.error().Text(), false);
  const Question question = Ask(job);
  SessionPlan plan{.purpose = question.purpose,
                   .task_id = task.id(),
                   .model = task.model(),
                   .segments = *segments,
                   .ring_bits = question.ring_bits,
                   .sites = task.ready(),
                   .longest = job.spec->aggregating,
                   .uploading = job.spec->uploading};
  auto session = steps_.empty() ? MakeSession(turn, std::move(plan))
                                : RestoreSession(turn, std::move(plan), steps_);
  if (!session.ok()) return Lose(turn, session.error().Text(), !steps_.empty());
  session_ = std::move(session).value();
  session_started_ = turn.now.instant;
  turn.RecordRound();
  if (!steps_.empty()) return EndSession(turn, session_->Open(turn));
  turn.Emit(SessionStarted{job.round.number, question.purpose_name,
                           job.membership().NamesOf(task.ready()), session_->groups()});
  return EndSession(turn, session_->Open(turn));
}

Outcome Measuring::EndSession(Turn& turn, SessionResult result) {
  if (!result) return std::nullopt;
  if (auto* lost = std::get_if<SessionLost>(&*result)) return Lose(turn, lost->reason, lost->spent);
  const SumHandle sum = std::get<SumHandle>(*result);
  turn.Emit(SessionFinished{turn.job.round.number, Ask(turn.job).purpose_name,
                            static_cast<uint32_t>(sum->included.size()),
                            Seconds(turn.now.instant - session_started_)});
  return Take(turn, sum);
}

}  // namespace hansa::coordinator

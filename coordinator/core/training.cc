#include "coordinator/core/training.h"

#include <algorithm>
#include <utility>

#include "common/base/planted_bug.h"
#include "common/base/text.h"
#include "coordinator/core/task_step.h"
#include "coordinator/core/train_session.h"

namespace hansa::coordinator {
namespace {

// The selected sites, less those that left for good while the initial model was made.
std::vector<SiteId> StillThere(Turn& turn) {
  std::vector<SiteId> sites;
  for (const SiteId& site : turn.job.round.selected) {
    if (turn.job.candidates.IsAble(site) || turn.job.absences.IsExpected(site, turn.now.instant))
      sites.push_back(site);
    else
      turn.Drop(site, "training", "left before the training began");
  }
  return sites;
}

// More were asked than are wanted, and as many as are wanted are ready and there: the others are
// not needed any more.
std::vector<SiteId> DismissSurplus(Turn& turn, Task& task) {
  const size_t wanted = turn.job.spec->clients_target;
  if (task.sites().size() <= wanted) return {};
  std::vector<SiteId> ready = task.ready();
  std::erase_if(ready, [&](const SiteId& site) { return turn.job.absences.Has(site); });
  if (ready.size() < wanted) return {};
  const std::vector<SiteId> surplus = task.KeepOnly(ready, turn.out);
  for (const SiteId& site : surplus)
    turn.job.services.pool->Release(turn.job.id, site, turn.now.instant);
  return surplus;
}

}  // namespace

Outcome Training::Look(Turn& turn) {
  Task& task = *turn.job.round.training;
  DropAbsent(turn, task, name());
  if (!task.quorum_possible()) return Lose(turn, QuorumLost(task));
  wake_ = task.deadline();
  if (const auto wake = NextWakeOf(turn.job, task)) wake_ = std::min(*wake_, *wake);
  const std::vector<SiteId> not_needed = DismissSurplus(turn, task);
  if (not_needed.empty() && !IsComplete(turn, task)) return std::nullopt;
  const std::vector<SiteId> ready = task.ready();
  for (const SiteId& site : ready) turn.job.history.Ready(site);
  turn.Emit(TrainingFinished{turn.job.round.number, static_cast<uint32_t>(ready.size()),
                             Seconds(turn.now.instant - task.started()),
                             static_cast<uint32_t>(not_needed.size())});
  return UpdatesReady{ready, prepared_};
}

Outcome Training::Lose(Turn& turn, const std::string& reason) {
  GiveUpPrepared(turn);
  return RoundLost{StrCat("training: ", reason)};
}

void Training::Follow(Turn& turn, const SessionResult& result) {
  if (result) GiveUpPrepared(turn);
}

void Training::GiveUpPrepared(Turn& turn) {
  if (prepared_) prepared_->Abandon(turn);
}

std::optional<Instant> Training::NextWake() const {
  const auto own = prepared_ ? prepared_->NextWake() : std::nullopt;
  return own && (!wake_ || *own < *wake_) ? own : wake_;
}

Outcome Training::Enter(Turn& turn) {
  JobContext& job = turn.job;
  const JobSpec& spec = *job.spec;
  const std::vector<SiteId> sites =
      record_ ? std::vector<SiteId>(record_->sites().begin(), record_->sites().end())
              : StillThere(turn);
  const auto count = static_cast<uint32_t>(sites.size());
  if (count < spec.clients_min)
    return RoundLost{
        StrCat("training: ", count, " of the ", spec.clients_min, " sites needed are left")};
  job.round.training.emplace(
      Task::Plan{.id = record_ ? ToBytes(record_->task_id()) : job.RandomBytes(16),
                 .kind = v1::TASK_KIND_TRAIN,
                 .job_digest = spec.digest,
                 .round = job.round.number,
                 .model = job.base,
                 .script = job.script,
                 .normalisation = job.record.normalisation(),
                 .sites = sites,
                 .window = {spec.clients_min, count, {}, spec.training + TimeToFetch(job)}},
      turn.now.instant);
  Begin(turn, *job.round.training);
  // Another process's session is not known any more: its sites get one when they are ready.
  if (!record_) prepared_ = PrepareSession(turn);
  return Look(turn);
}

Outcome Training::OnMessage(Turn& turn, const SiteMessage& message) {
  Task& task = *turn.job.round.training;
  if (prepared_ && !IsTaskMessage(message)) {
    Follow(turn, prepared_->OnMessage(turn, message));
    return Look(turn);
  }
  const bool was_ready = task.is_ready(message.site), was_in = task.Has(message.site);
  TakeTaskMessage(turn, task, name(), message);
  if (prepared_ && was_in && !task.Has(message.site))
    Follow(turn, prepared_->OnSiteLeft(turn, message.site, ""));
  if (task.is_ready(message.site) && !was_ready)
    turn.job.services.times->NoteTraining(turn.job.spec->name, message.site,
                                          Seconds(turn.now.instant - task.started() -
                                                  turn.job.round.links.FetchTimeOf(message.site)));
  return Look(turn);
}

Outcome Training::OnSiteAway(Turn& turn, const SiteId& site) {
  turn.job.round.training->Away(site);
  if (prepared_) Follow(turn, prepared_->OnSiteAway(turn, site));
  return Look(turn);
}

Outcome Training::OnSiteBack(Turn& turn, const SiteId& site) {
  turn.job.round.training->Start(site, turn.out);
  if (prepared_) Follow(turn, prepared_->OnSiteBack(turn, site));
  return Look(turn);
}

Outcome Training::OnSiteLeft(Turn& turn, const SiteId& site, const std::string& reason) {
  if (turn.job.round.training->Remove(site)) turn.Drop(site, "training", reason);
  if (prepared_) Follow(turn, prepared_->OnSiteLeft(turn, site, reason));
  return Look(turn);
}

Outcome Training::OnTime(Turn& turn) {
  if (Planted(PlantedBug::kForgottenTimeout)) return std::nullopt;
  Task& task = *turn.job.round.training;
  if (prepared_) Follow(turn, prepared_->OnTime(turn));
  if (turn.now.instant >= task.deadline()) DropUnready(turn, task, name());
  return Look(turn);
}

}  // namespace hansa::coordinator

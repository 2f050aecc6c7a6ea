#include "coordinator/core/task_step.h"

#include <algorithm>

#include "common/base/limits.h"
#include "common/base/text.h"

namespace hansa::coordinator {
namespace {

std::string TextOf(const v1::Reason& reason) {
  const std::string& text = reason.text().empty() ? reason.code() : reason.text();
  return text.empty() ? "failed without a reason" : text.substr(0, limits::kReasonBytes);
}

// A site that says it is busy does not know yet that its task is over.
constexpr Duration kBusyPatience = seconds(5);

// The site is free again, for whoever is in line; that is durable, so that after a restart not two
// jobs think it is theirs.
void GivenUp(Turn& turn, std::string_view step, const SiteMessage& message) {
  const v1::Reason& reason = message.message.task_failed().reason();
  turn.Drop(message.site, std::string(step), TextOf(reason));
  if (reason.code() == "already_answered")
    turn.job.round.refused_again += turn.job.answered_before.insert(message.site).second;
  SitePool& pool = *turn.job.services.pool;
  pool.Release(turn.job.id, message.site, turn.now.instant);
  turn.RecordRound();
  if (reason.code() == "busy") pool.LeaveAlone(message.site, turn.now.instant + kBusyPatience);
}

}  // namespace

bool IsTaskMessage(const SiteMessage& message) {
  return message.message.has_task_ready() || message.message.has_task_failed();
}

void TakeTaskMessage(Turn& turn, Task& task, std::string_view step, const SiteMessage& message) {
  std::string fault = "out_of_order";
  if (message.message.has_task_ready()) {
    fault = task.TakeReady(message.site);
  } else if (message.message.has_task_failed()) {
    fault = task.TakeFailed(message.site);
    if (fault.empty()) GivenUp(turn, step, message);
  }
  if (!fault.empty()) turn.out.faults.push_back({message.site, fault});
}

SessionResult TakeTaskMessageInSession(Turn& turn, Task& task, SumSession& session,
                                       const SiteMessage& message) {
  const SiteId& site = message.site;
  if (message.message.has_task_failed() && task.Remove(site))
    return session.OnSiteLeft(turn, site, TextOf(message.message.task_failed().reason()));
  const bool repeated = message.message.has_task_ready() && task.is_ready(site);
  turn.out.faults.push_back({site, repeated ? "repeated_task_ready" : "late"});
  return std::nullopt;
}

namespace {

bool SomeonePresentIsAtWork(const JobContext& job, const Task& task) {
  const std::set<SiteId>& pending = task.pending();
  return std::any_of(pending.begin(), pending.end(),
                     [&](const SiteId& site) { return !job.absences.Has(site); });
}

// Sites of the task that are away.
std::vector<SiteId> AwayFrom(const JobContext& job, const Task& task) {
  std::vector<SiteId> away;
  for (const auto& entry : job.absences.all())
    if (task.Has(entry.first)) away.push_back(entry.first);
  return away;
}

}  // namespace

Duration TimeToFetch(const JobContext& job) {
  const uint64_t script = job.script ? job.script->file->size() : 0;
  const uint64_t largest = std::max(job.base->file->size(), script);
  return largest > limits::kFrameBytes ? job.spec->downloading : Duration{};
}

void Begin(Turn& turn, Task& task) {
  for (const SiteId& site : task.sites()) {
    if (turn.job.absences.Has(site))
      task.Away(site);
    else
      task.Start(site, turn.out);
  }
}

void DropAbsent(Turn& turn, Task& task, std::string_view step) {
  if (SomeonePresentIsAtWork(turn.job, task)) return;
  for (const SiteId& site : AwayFrom(turn.job, task)) {
    if (turn.job.absences.IsExpected(site, turn.now.instant)) continue;
    task.Remove(site);
    turn.Drop(site, std::string(step), turn.job.absences.ReasonOf(site));
  }
}

bool IsComplete(const Turn& turn, const Task& task) {
  return task.all_reported() && AwayFrom(turn.job, task).empty();
}

std::optional<Instant> NextWakeOf(const JobContext& job, const Task& task) {
  std::optional<Instant> wake;
  if (SomeonePresentIsAtWork(job, task)) return wake;
  for (const SiteId& site : AwayFrom(job, task))
    if (const auto back_by = job.absences.BackBy(site); !wake || *back_by < *wake) wake = back_by;
  return wake;
}

void DropUnready(Turn& turn, Task& task, std::string_view step) {
  const double window = Seconds(task.deadline() - task.started());
  for (const SiteId& site : AwayFrom(turn.job, task)) {
    task.Remove(site);
    turn.Drop(site, std::string(step), turn.job.absences.ReasonOf(site));
  }
  for (const SiteId& site : std::set<SiteId>(task.pending())) {
    task.Remove(site);
    turn.Drop(site, std::string(step), StrCat("not ready within ", window, " s"));
  }
}

std::string WhyNeverAnswered(const JobContext& job) {
  size_t left = 0, answered = 0;
  for (const SiteId& site : job.candidates.Able())
    ++(job.answered_before.contains(site) ? answered : left);
  if (answered == 0 || left >= job.spec->clients_min) return "";
  return StrCat(answered, " of the ", answered + left, " sites that can take part have answered ",
                "this job before, and a site answers a job once on the same rows; look at the ",
                "first run of it, or ask another question in a job with another text");
}

std::string QuorumLost(const Task& task) {
  return StrCat(task.ready().size() + task.pending().size(), " of the ", task.quorum(),
                " sites needed are left");
}

}  // namespace hansa::coordinator

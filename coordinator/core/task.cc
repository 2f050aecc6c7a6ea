#include "coordinator/core/task.h"

#include <algorithm>

#include "common/base/limits.h"
#include "coordinator/core/task_end.h"

namespace hansa::coordinator {

Task::Task(Plan plan, Instant now)
    : plan_(std::move(plan)),
      started_(now),
      told_(plan_.sites.begin(), plan_.sites.end()),
      pending_(told_) {}

void Task::Tell(const SiteId& site, Effects& out) const {
  v1::ToSite message;
  auto* start = message.mutable_task_start();
  start->set_task_id(ToString(plan_.id));
  start->set_job_digest(ToString(plan_.job_digest));
  start->set_kind(plan_.kind);
  start->set_round(plan_.round);
  if (plan_.model) {
    start->set_model_version(plan_.model->version);
    start->set_model_sha256(ToString(plan_.model->sha256));
    start->set_model_bytes(plan_.model->file->size());
  }
  if (plan_.script) start->set_script_bytes(plan_.script->file->size());
  *start->mutable_normalisation() = plan_.normalisation;
  start->set_window_ms(std::chrono::duration_cast<milliseconds>(plan_.window.time_max).count());
  out.sends.push_back({site, std::move(message), nullptr});
}

void Task::Start(const SiteId& site, Effects& out) {
  if (!Has(site)) return;
  ready_.erase(site);
  pending_.insert(site);
  told_.insert(site);
  Tell(site, out);
}

std::string Task::TakeReady(const SiteId& site) {
  if (ready_.contains(site)) return "repeated_task_ready";
  if (pending_.erase(site) == 0) return "task_not_given";
  ready_.insert(site);
  return "";
}

std::string Task::TakeFailed(const SiteId& site) {
  if (!pending_.contains(site) && !ready_.contains(site)) return "task_not_given";
  Remove(site);
  return "";
}

bool Task::Remove(const SiteId& site) {
  told_.erase(site);
  const bool was_pending = pending_.erase(site) > 0;
  const bool was_ready = ready_.erase(site) > 0;
  return was_pending || was_ready;
}

std::vector<SiteId> Task::KeepOnly(const std::vector<SiteId>& kept, Effects& out) {
  std::set<SiteId> dismissed = pending_;
  dismissed.insert(ready_.begin(), ready_.end());
  for (const SiteId& site : kept) dismissed.erase(site);
  for (const SiteId& site : dismissed) {
    if (told_.contains(site)) SendEnd(site, "not_needed", out);
    Remove(site);
  }
  return {dismissed.begin(), dismissed.end()};
}

bool Task::Lends(const std::string& sha256) const {
  return (plan_.model && sha256 == AsView(plan_.model->sha256)) ||
         (plan_.script && sha256 == AsView(plan_.script->sha256));
}

std::string Task::SendModel(const SiteId& site, const v1::BlobRequest& request,
                            Effects& out) const {
  if (!plan_.model) return "model_not_offered";
  if (!told_.contains(site)) {
    const bool asked = std::count(plan_.sites.begin(), plan_.sites.end(), site) > 0;
    return asked ? "late" : "model_not_offered";
  }
  const bool script = plan_.script && request.sha256() == AsView(plan_.script->sha256);
  const BlobHandle& file = script ? plan_.script->file : plan_.model->file;
  const uint64_t size = file->size();
  const bool whole = request.bytes() == 0;
  if (whole && size > limits::kFrameBytes) return "model_too_large";
  if (request.offset() >= size || request.bytes() > size - request.offset()) return "range_outside";
  const bulk::Range range{request.offset(), whole ? size : request.bytes()};
  out.serves.push_back(
      {site, script ? plan_.script->sha256 : plan_.model->sha256, file, range, whole});
  return "";
}

void Task::End(const Membership& membership, const std::string& outcome, Effects& out) {
  ended_ = true;
  for (const SiteId& site : told_) {
    if (membership.IsConnected(site)) SendEnd(site, outcome, out);
  }
}

void Task::SendEnd(const SiteId& site, const std::string& outcome, Effects& out) const {
  SendTaskEnd(site, AsView(plan_.id), outcome, out);
}

}  // namespace hansa::coordinator

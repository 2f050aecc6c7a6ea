#include "coordinator/core/scheduling/site_pool.h"

#include <algorithm>

namespace hansa::coordinator {

void SitePool::AddJob(const std::string& job, uint32_t priority, std::optional<uint64_t> used_ms) {
  if (!used_ms) {
    for (const auto& entry : jobs_)
      used_ms = std::min(used_ms.value_or(UINT64_MAX), entry.second.used_us / 1000);
  }
  jobs_[job] = {.priority = priority, .number = ++arrivals_, .used_us = used_ms.value_or(0) * 1000};
}

void SitePool::RemoveJob(const std::string& job, Instant now) {
  if (!jobs_.contains(job)) return;
  ReleaseAll(job, now);
  freed_ |= jobs_[job].in_line;
  jobs_.erase(job);
}

void SitePool::Ask(const std::string& job, std::vector<SiteId> usable, size_t least, Instant now) {
  Job& own = jobs_.at(job);
  const bool suffices = usable.size() >= least;
  if (suffices && !own.suffices) own.since = now;
  freed_ |= own.suffices && !suffices;
  own.in_line = true;
  own.suffices = suffices;
  own.usable = std::move(usable);
}

void SitePool::Withdraw(const std::string& job) {
  const auto found = jobs_.find(job);
  if (found == jobs_.end()) return;
  freed_ |= found->second.suffices;
  found->second.in_line = found->second.suffices = false;
  found->second.usable.clear();
}

bool SitePool::Before(const Job& a, const Job& b, Instant now) const {
  const auto rank = [now](const Job& job) {
    return job.priority + (job.suffices ? (now - job.since) / kAging : 0);
  };
  const auto rank_a = rank(a), rank_b = rank(b);
  if (rank_a != rank_b) return rank_a > rank_b;
  if (a.used_us != b.used_us) return a.used_us < b.used_us;
  if (a.since != b.since) return a.since < b.since;
  return a.number < b.number;
}

std::set<SiteId> SitePool::ReservedBefore(const std::string& job, Instant now) const {
  std::set<SiteId> reserved;
  const auto own = jobs_.find(job);
  for (const auto& entry : jobs_) {
    const Job& other = entry.second;
    if (entry.first == job || !other.suffices) continue;
    const bool behind =
        own != jobs_.end() && own->second.in_line && !Before(other, own->second, now);
    if (!behind) reserved.insert(other.usable.begin(), other.usable.end());
  }
  return reserved;
}

std::vector<SiteId> SitePool::Available(const std::string& job, const std::vector<SiteId>& usable,
                                        Instant now) const {
  const std::set<SiteId> reserved = ReservedBefore(job, now);
  std::vector<SiteId> available;
  for (const SiteId& site : usable) {
    const std::string* holder = HolderOf(site);
    if (holder != nullptr ? *holder != job : reserved.contains(site)) continue;
    if (!IsLeftAlone(site, now)) available.push_back(site);
  }
  return available;
}

void SitePool::Lease(const std::string& job, const std::vector<SiteId>& sites, Instant now) {
  Job& own = jobs_.at(job);
  for (const SiteId& site : sites)
    if (holders_.try_emplace(site, job).second) own.leased.emplace(site, now);
  Withdraw(job);
}

void SitePool::Free(Job& job, std::map<SiteId, Instant>::iterator lease, Instant now) {
  job.used_us += static_cast<uint64_t>((now - lease->second) / std::chrono::microseconds(1));
  holders_.erase(lease->first);
  job.leased.erase(lease);
  freed_ = true;
}

void SitePool::Release(const std::string& job, const SiteId& site, Instant now) {
  const auto found = jobs_.find(job);
  if (found == jobs_.end()) return;
  const auto lease = found->second.leased.find(site);
  if (lease != found->second.leased.end()) Free(found->second, lease, now);
}

void SitePool::ReleaseAll(const std::string& job, Instant now) {
  const auto found = jobs_.find(job);
  if (found == jobs_.end()) return;
  auto& leased = found->second.leased;
  while (!leased.empty()) Free(found->second, leased.begin(), now);
}

const std::string* SitePool::HolderOf(const SiteId& site) const {
  const auto found = holders_.find(site);
  return found == holders_.end() ? nullptr : &found->second;
}

bool SitePool::IsHeldBy(const std::string& job, const SiteId& site) const {
  const std::string* holder = HolderOf(site);
  return holder != nullptr && *holder == job;
}

bool SitePool::IsOfAnother(const std::string& job, const SiteId& site) const {
  return HolderOf(site) != nullptr && !IsHeldBy(job, site);
}

bool SitePool::IsLeftAlone(const SiteId& site, Instant now) const {
  const auto found = left_alone_.find(site);
  return found != left_alone_.end() && now < found->second;
}

uint64_t SitePool::used_ms(const std::string& job) const {
  const auto found = jobs_.find(job);
  return found == jobs_.end() ? 0 : found->second.used_us / 1000;
}

std::vector<std::string> SitePool::Line(Instant now) const {
  std::vector<std::string> line;
  for (const auto& entry : jobs_)
    if (entry.second.in_line) line.push_back(entry.first);
  std::sort(line.begin(), line.end(), [&](const std::string& a, const std::string& b) {
    return Before(jobs_.at(a), jobs_.at(b), now);
  });
  return line;
}

std::optional<Instant> SitePool::NextChange(const std::string& job, Instant now) const {
  std::optional<Instant> next;
  const auto consider = [&](Instant at) {
    if (at > now && (!next || at < *next)) next = at;
  };
  const auto own = jobs_.find(job);
  if (own == jobs_.end() || !own->second.suffices) return next;
  const bool alone = std::none_of(jobs_.begin(), jobs_.end(), [&](const auto& entry) {
    return entry.first != job && entry.second.suffices;
  });
  if (!alone) consider(own->second.since + ((now - own->second.since) / kAging + 1) * kAging);
  for (const SiteId& site : own->second.usable)
    if (const auto left = left_alone_.find(site); left != left_alone_.end()) consider(left->second);
  return next;
}

}  // namespace hansa::coordinator

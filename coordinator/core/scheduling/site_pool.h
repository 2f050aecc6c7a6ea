#pragma once
// Which job may ask which site: a site is in one job's round at a time. Jobs that wait for sites
// stand in line, and whoever is in front has every free site that it can use.
//
// In line: by priority, one step up for every kAging of waiting; among equals by what they have
// used of the sites' time, least first; then by who waits longer; then by age. So a job of the
// highest priority gets the next free site, equals share by time, and nobody starves: after kAging
// x (highest priority - own + 1) of waiting a job stands before every job that has had a round
// since, hence waits for one round of each other job at most. A round under way is never
// interrupted.
//
// A job in line reserves the free sites that it can use, so that a large cohort gathers while small
// ones are served; but only when those that it can use, free or not, suffice for its round.
//
// Deterministic: time comes in, and jobs and sites are in the order of their names where nothing
// else decides. Not thread-safe.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/base/time.h"
#include "coordinator/core/membership.h"

namespace hansa::coordinator {

class SitePool {
 public:
  static constexpr Duration kAging = std::chrono::minutes(10);

  // `used_ms`: of an earlier process. A job that is new starts level with the one that used least.
  void AddJob(const std::string& job, uint32_t priority, std::optional<uint64_t> used_ms);
  void RemoveJob(const std::string& job, Instant now);

  // The job stands in line for `least` or more of `usable` (ascending), which are free or not. Said
  // again when they change.
  void Ask(const std::string& job, std::vector<SiteId> usable, size_t least, Instant now);
  // It wants none: it is paused, or lacks sites.
  void Withdraw(const std::string& job);
  // Those of `usable` that the job may take now. A job that is not in line comes after all that
  // are.
  std::vector<SiteId> Available(const std::string& job, const std::vector<SiteId>& usable,
                                Instant now) const;
  // They are the job's until it gives them back; it leaves the line. Sites that are another's stay
  // there.
  void Lease(const std::string& job, const std::vector<SiteId>& sites, Instant now);
  void Release(const std::string& job, const SiteId& site, Instant now);
  void ReleaseAll(const std::string& job, Instant now);
  // The site said that it is at work for somebody: nobody asks it before `until`.
  void LeaveAlone(const SiteId& site, Instant until) { left_alone_[site] = until; }

  // Null: it is free.
  const std::string* HolderOf(const SiteId& site) const;
  bool IsHeldBy(const std::string& job, const SiteId& site) const;
  bool IsOfAnother(const std::string& job, const SiteId& site) const;
  uint64_t used_ms(const std::string& job) const;
  bool IsLeftAlone(const SiteId& site, Instant now) const;
  // In line, the first first.
  std::vector<std::string> Line(Instant now) const;
  // When time alone may let the job have more.
  std::optional<Instant> NextChange(const std::string& job, Instant now) const;
  // Since the last call: somebody may have more than before.
  bool TakeFreed() { return std::exchange(freed_, false); }

 private:
  struct Job {
    uint32_t priority = 0;
    uint64_t number = 0;  // in order of arrival
    uint64_t used_us = 0;
    std::map<SiteId, Instant> leased;  // since when
    bool in_line = false;
    Instant since{};  // in line with enough sites to use
    bool suffices = false;
    std::vector<SiteId> usable;
  };
  bool Before(const Job& a, const Job& b, Instant now) const;
  std::set<SiteId> ReservedBefore(const std::string& job, Instant now) const;
  void Free(Job& job, std::map<SiteId, Instant>::iterator lease, Instant now);

  std::map<std::string, Job> jobs_;
  std::map<SiteId, std::string> holders_;
  std::map<SiteId, Instant> left_alone_;
  uint64_t arrivals_ = 0;
  bool freed_ = false;
};

}  // namespace hansa::coordinator

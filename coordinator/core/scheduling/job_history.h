#pragma once
// What each site did in a job's earlier rounds: whom the job's [selection] lets rest, and whom it
// prefers. Kept only for jobs whose [selection] needs it; durable in the job's progress. A clock
// that jumps lengthens no rest beyond the cool-down. Not thread-safe.

#include <map>
#include <optional>
#include <vector>

#include "common/base/time.h"
#include "common/job/selection_spec.h"
#include "coordinator/core/membership.h"
#include "hansa/v1/records.pb.h"

namespace hansa::coordinator {

class JobHistory {
 public:
  explicit JobHistory(const SelectionSpec& selection) : selection_(selection) {}

  void Restore(const v1::JobProgress& progress);
  void Save(v1::JobProgress& progress) const;

  // The site is asked to train in a round.
  void Asked(const SiteId& site, uint64_t round, UnixMillis now);
  void Ready(const SiteId& site);
  // The round of these sites is over: they rest.
  void RoundOver(const std::vector<SiteId>& sites, UnixMillis now);

  // How long the site is still to be left alone; zero: it may be asked.
  milliseconds RestOf(const SiteId& site, UnixMillis now) const;
  uint64_t LastRoundOf(const SiteId& site) const;  // 0: none
  // How often it was ready when it was asked, from 1 to 1000; 500 when nothing is known.
  uint64_t ReadinessOf(const SiteId& site) const;

 private:
  SelectionSpec selection_;
  std::map<SiteId, v1::SiteHistory> sites_;
};

}  // namespace hansa::coordinator

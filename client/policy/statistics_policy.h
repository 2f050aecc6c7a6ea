#pragma once
// May the figures of this site's columns be added to a sum? Asked once they are known, before
// anything of them leaves. Pure.

#include <cstdint>
#include <optional>
#include <span>

#include "client/policy/policy_check.h"

namespace hansa::client {

// policy_values_per_bin, when a column has fewer values within its range (neither moved to a bound
// nor left out) than policy.values_per_bin for each bin, on average. So a job with very many bins,
// or with a range that holds next to nothing, is refused by the sites that it would expose.
// `within` has one count a column of job.statistics. The reason names the column and no count.
std::optional<PolicyReason> CheckStatisticsPolicy(const SitePolicy& policy,
                                                  const StatisticsSpec& statistics,
                                                  std::span<const uint64_t> within);

}  // namespace hansa::client

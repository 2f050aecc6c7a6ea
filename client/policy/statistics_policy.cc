#include "client/policy/statistics_policy.h"

#include <algorithm>

#include "common/base/check.h"
#include "common/base/text.h"

namespace hansa::client {

std::optional<PolicyReason> CheckStatisticsPolicy(const SitePolicy& policy,
                                                  const StatisticsSpec& statistics,
                                                  std::span<const uint64_t> within) {
  HANSA_CHECK(within.size() == statistics.columns.size());
  const uint64_t bins = std::max<uint32_t>(1, statistics.bins);
  for (size_t i = 0; i < within.size(); ++i) {
    if (within[i] >= bins * policy.values_per_bin) continue;
    return PolicyReason{"policy_values_per_bin",
                        StrCat("the site wants ", policy.values_per_bin,
                               " values a bin on average, and has fewer of ",
                               statistics.columns[i].spec.column, " within the job's range")};
  }
  return std::nullopt;
}

}  // namespace hansa::client

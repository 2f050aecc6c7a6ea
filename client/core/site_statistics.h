#pragma once
// What a site adds to a statistics task: counts and sums over its own rows. Never sent but under a
// mask (or plain, where the job and the owner's policy both allow that).

#include <cstdint>
#include <vector>

namespace hansa::client {

// The segments of common/job/statistics_segments.h, in their order and units.
struct SiteStatistics {
  std::vector<double> counts, sums, squares, histogram;
  std::vector<uint64_t> within;  // of each column: values inside its range; stays at the site
};

}  // namespace hansa::client

#pragma once
// Neighbours and threshold of the complete graph: everyone but oneself, and so many shares that no
// coordinator with `colluders` sites on its side can obtain both secrets of a site (2t > k + c).

#include <cstdint>

#include "common/base/result.h"

namespace hansa::secagg {

// k = n - 1.
inline uint32_t CompleteNeighbours(uint32_t sites) { return sites - 1; }

// t = floor(((n - 1) + K) / 2) + 1.
inline uint32_t CompleteThreshold(uint32_t sites, uint32_t colluders) {
  return (sites - 1 + colluders) / 2 + 1;
}

// The threshold, or kRefused with the numbers: fewer than n_min sites; fewer than two honest inputs
// left in a sum over n_min (n_min - K < 2); or a threshold that the honest neighbours of a site
// cannot reach alone (t > n - 1 - K), so that the colluders packed into the cohort decide.
Result<uint32_t> CheckedThreshold(uint32_t sites, uint32_t smallest_cohort, uint32_t colluders);

}  // namespace hansa::secagg

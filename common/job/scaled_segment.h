#pragma once
// The finest fixed point for which no sum of a segment can wrap. Private to this folder.

#include <cstdint>

#include "common/base/result.h"
#include "common/secagg/segment.h"

namespace hansa {

// Whose vectors are added.
struct Cohort {
  uint32_t sites = 0;
  uint32_t ring_bits = 0;
  uint32_t max_weight = 1;
};

// Sums in fixed point are not worth having below this.
inline constexpr uint32_t kFewestScaleBits = 8;

// `segment` with the most fraction bits, from `most` down to `fewest`, for which the no-wrap proof
// of secagg/params.h holds: sites x weight x bound < 2^(ring_bits - 1), exactly. kBadInput with the
// numbers when there are none.
Result<secagg::Segment> Scaled(secagg::Segment segment, const Cohort& cohort, uint32_t most,
                               uint32_t fewest);

}  // namespace hansa

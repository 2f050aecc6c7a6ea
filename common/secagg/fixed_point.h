#pragma once
// Real numbers to ring elements and back: each value is clamped to its segment's range, scaled by a
// power of two, rounded stochastically (unbiased), and multiplied by the site's weight where the
// segment is weighted.

#include <cstdint>
#include <span>
#include <vector>

#include "common/base/random_source.h"
#include "common/base/result.h"
#include "common/secagg/ring.h"
#include "common/secagg/segment.h"

namespace hansa::secagg {

struct ClampCount {
  uint64_t below = 0;
  uint64_t above = 0;
  uint64_t total() const { return below + above; }
};

// Fills one ring vector, a segment at a time in the order of the session. Not thread-safe.
class VectorEncoder {
 public:
  // Segments that CheckSetup passed; weight 1 .. max_weight.
  VectorEncoder(const std::vector<Segment>& segments, uint32_t ring_bits, uint32_t weight,
                RandomSource& random);
  ~VectorEncoder();  // wipes what was not taken
  VectorEncoder(VectorEncoder&&) = default;

  // The next segment's values. kBadInput, and nothing is encoded, for a wrong length or a value
  // that is NaN or infinite.
  Result<ClampCount> Add(std::span<const float> values);
  Result<ClampCount> Add(std::span<const double> values);
  // After the last segment.
  RingVector Finish();

 private:
  template <typename Real>
  Result<ClampCount> AddValues(std::span<const Real> values);

  std::vector<Segment> segments_;
  uint32_t weight_;
  RandomSource* random_;
  RingVector vector_;
  size_t segment_ = 0;
  size_t offset_ = 0;
};

// The sum of one segment, in the values' unit: signed element / 2^scale_bits.
std::vector<double> DecodeSegment(const RingVector& sum, const std::vector<Segment>& segments,
                                  size_t index);

}  // namespace hansa::secagg

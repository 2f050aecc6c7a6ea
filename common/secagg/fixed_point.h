#pragma once
// Real numbers to ring elements and back: each value is clamped to its segment's range, scaled by a
// power of two, rounded stochastically (unbiased), and multiplied by the site's weight where the
// segment is weighted.

#include <cstdint>
#include <memory>
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

// One segment, from its first value to its last, in as many pieces as the caller likes: the same
// values and random source give the same elements however they are cut. Not thread-safe.
class SegmentEncoder {
 public:
  // A segment that CheckSetup passed; weight 1 .. max_weight.
  SegmentEncoder(const Segment& segment, uint32_t ring_bits, uint32_t weight, RandomSource& random);
  ~SegmentEncoder();
  SegmentEncoder(SegmentEncoder&&) noexcept;

  // The next values, as little-endian elements; `out` has room for exactly these. kBadInput, and
  // nothing of this piece is encoded, for a value that is NaN or infinite or beyond the segment.
  Result<ClampCount> Encode(std::span<const float> values, std::span<uint8_t> out);
  Result<ClampCount> Encode(std::span<const double> values, std::span<uint8_t> out);

 private:
  class Dice;
  template <typename Real>
  Result<ClampCount> EncodeValues(std::span<const Real> values, std::span<uint8_t> out);

  Segment segment_;
  uint32_t ring_bits_;
  uint64_t weight_;
  uint64_t done_ = 0;
  std::unique_ptr<Dice> dice_;
};

// A whole vector in memory, a segment at a time in the order of the session. Not thread-safe.
class VectorEncoder {
 public:
  // As SegmentEncoder.
  VectorEncoder(const std::vector<Segment>& segments, uint32_t ring_bits, uint32_t weight,
                RandomSource& random);
  ~VectorEncoder();  // wipes what was not taken
  VectorEncoder(VectorEncoder&&) = default;

  // The next segment's values, all of them. kBadInput, and nothing is encoded, for a wrong length
  // or a value that is NaN or infinite.
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
  size_t offset_ = 0;  // bytes
};

// Elements of a sum in the values' unit: signed element / 2^scale_bits. `elements` are
// little-endian, as many as `out` has room for.
void DecodeElements(ByteSpan elements, uint32_t ring_bits, uint32_t scale_bits,
                    std::span<double> out);

// The sum of one segment of a vector in memory.
std::vector<double> DecodeSegment(const RingVector& sum, const std::vector<Segment>& segments,
                                  size_t index);

}  // namespace hansa::secagg

#include "common/secagg/fixed_point.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "common/base/check.h"
#include "common/base/secret_bytes.h"
#include "common/base/text.h"

namespace hansa::secagg {
namespace {

constexpr double kTwo32 = 4294967296.0;

// Uniform 32-bit numbers, drawn from the source a block at a time, and no more than `count` of
// them.
class Dice {
 public:
  Dice(RandomSource& random, size_t count) : random_(random), bytes_left_(4 * count) {}
  ~Dice() { WipeMemory(std::span(block_).first(filled_)); }
  uint32_t Next() {
    if (used_ == filled_) {
      filled_ = std::min(block_.size(), bytes_left_);
      bytes_left_ -= filled_;
      random_.Fill(std::span(block_).first(filled_));
      used_ = 0;
    }
    const uint32_t value = ReadLittleEndian<uint32_t>(ByteSpan(block_).subspan(used_, 4));
    used_ += 4;
    return value;
  }

 private:
  RandomSource& random_;
  std::array<uint8_t, 4096> block_;
  size_t bytes_left_;
  size_t filled_ = 0, used_ = 0;
};

// The integer below with probability 1 - fraction, the one above with probability fraction.
int64_t RoundStochastically(double scaled, Dice& dice) {
  const double below = std::floor(scaled);
  const double fraction = scaled - below;
  const bool up = static_cast<double>(dice.Next()) < fraction * kTwo32;
  return static_cast<int64_t>(below) + (up ? 1 : 0);
}

double Clamped(double value, const Segment& segment, ClampCount& count) {
  if (value < segment.low) {
    ++count.below;
    return segment.low;
  }
  if (value > segment.high) {
    ++count.above;
    return segment.high;
  }
  return value;
}

}  // namespace

VectorEncoder::VectorEncoder(const std::vector<Segment>& segments, uint32_t ring_bits,
                             uint32_t weight, RandomSource& random)
    : segments_(segments), weight_(weight), random_(&random) {
  size_t elements = 0;
  for (const Segment& segment : segments) elements += segment.length;
  HANSA_CHECK(weight >= 1);
  vector_ = RingVector(ring_bits, elements);
}

VectorEncoder::~VectorEncoder() { vector_.Wipe(); }

template <typename Real>
Result<ClampCount> VectorEncoder::AddValues(std::span<const Real> values) {
  HANSA_CHECK(segment_ < segments_.size());
  const Segment& segment = segments_[segment_];
  if (values.size() != segment.length)
    return BadInput(StrCat("cannot encode segment ", segment.name),
                    StrCat(values.size(), " values, ", segment.length, " declared"));
  for (size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i]))
      return BadInput(StrCat("cannot encode segment ", segment.name),
                      StrCat("element ", i, " is ", values[i]),
                      "Lower the learning rate, or look for broken input values");
  }
  ClampCount count;
  Dice dice(*random_, values.size());
  const double scale = std::ldexp(1.0, static_cast<int>(segment.scale_bits));
  const uint64_t weight = segment.weighted ? weight_ : 1;
  for (const Real value : values) {
    const int64_t rounded = RoundStochastically(Clamped(value, segment, count) * scale, dice);
    vector_.Set(offset_++, static_cast<int64_t>(static_cast<uint64_t>(rounded) * weight));
  }
  ++segment_;
  return count;
}

Result<ClampCount> VectorEncoder::Add(std::span<const float> values) { return AddValues(values); }
Result<ClampCount> VectorEncoder::Add(std::span<const double> values) { return AddValues(values); }

RingVector VectorEncoder::Finish() {
  HANSA_CHECK(segment_ == segments_.size());
  return std::move(vector_);
}

std::vector<double> DecodeSegment(const RingVector& sum, const std::vector<Segment>& segments,
                                  size_t index) {
  HANSA_CHECK(index < segments.size());
  size_t offset = 0;
  for (size_t i = 0; i < index; ++i) offset += segments[i].length;
  std::vector<double> values(segments[index].length);
  for (size_t i = 0; i < values.size(); ++i)
    values[i] = std::ldexp(static_cast<double>(sum.Signed(offset + i)),
                           -static_cast<int>(segments[index].scale_bits));
  return values;
}

}  // namespace hansa::secagg

#include "common/secagg/fixed_point.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "common/base/check.h"
#include "common/base/secret_bytes.h"
#include "common/base/text.h"

namespace hansa::secagg {
namespace {

constexpr double kTwo32 = 4294967296.0;

// The integer below with probability 1 - fraction, the one above with probability fraction.
int64_t RoundStochastically(double scaled, uint32_t die) {
  const double below = std::floor(scaled);
  const double fraction = scaled - below;
  const bool up = static_cast<double>(die) < fraction * kTwo32;
  return static_cast<int64_t>(below) + (up ? 1 : 0);
}

template <typename Word>
Word ReadSigned(ByteSpan bytes) {
  Word word;
  std::memcpy(&word, bytes.data(), sizeof word);
  return word;
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

// Uniform 32-bit numbers, drawn from the source a block at a time, and no more than `count` of
// them.
class SegmentEncoder::Dice {
 public:
  Dice(RandomSource& random, uint64_t count) : random_(random), bytes_left_(4 * count) {}
  ~Dice() { WipeMemory(std::span(block_).first(filled_)); }
  uint32_t Next() {
    if (used_ == filled_) {
      filled_ = static_cast<size_t>(std::min<uint64_t>(block_.size(), bytes_left_));
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
  uint64_t bytes_left_;
  size_t filled_ = 0, used_ = 0;
};

SegmentEncoder::SegmentEncoder(const Segment& segment, uint32_t ring_bits, uint32_t weight,
                               RandomSource& random)
    : segment_(segment),
      ring_bits_(ring_bits),
      weight_(segment.weighted ? weight : 1),
      dice_(std::make_unique<Dice>(random, segment.length)) {
  HANSA_CHECK(weight >= 1 && (ring_bits == 32 || ring_bits == 64));
}
SegmentEncoder::~SegmentEncoder() = default;
SegmentEncoder::SegmentEncoder(SegmentEncoder&&) noexcept = default;

template <typename Real>
Result<ClampCount> SegmentEncoder::EncodeValues(std::span<const Real> values,
                                                std::span<uint8_t> out) {
  const size_t width = ring_bits_ / 8;
  HANSA_CHECK(out.size() == values.size() * width);
  if (values.size() > segment_.length - done_)
    return BadInput(StrCat("cannot encode segment ", segment_.name),
                    StrCat(done_ + values.size(), " values, ", segment_.length, " declared"));
  for (size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i]))
      return BadInput(StrCat("cannot encode segment ", segment_.name),
                      StrCat("element ", done_ + i, " is ", values[i]),
                      "Lower the learning rate, or look for broken input values");
  }
  ClampCount count;
  const double scale = std::ldexp(1.0, static_cast<int>(segment_.scale_bits));
  for (size_t i = 0; i < values.size(); ++i) {
    const double clamped = Clamped(values[i], segment_, count);
    const int64_t rounded = RoundStochastically(clamped * scale, dice_->Next());
    const uint64_t element = static_cast<uint64_t>(rounded) * weight_;
    std::memcpy(out.data() + i * width, &element, width);  // little-endian: ring.cc
  }
  done_ += values.size();
  return count;
}

Result<ClampCount> SegmentEncoder::Encode(std::span<const float> values, std::span<uint8_t> out) {
  return EncodeValues(values, out);
}
Result<ClampCount> SegmentEncoder::Encode(std::span<const double> values, std::span<uint8_t> out) {
  return EncodeValues(values, out);
}

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
  const size_t bytes = values.size() * vector_.bits() / 8;
  SegmentEncoder encoder(segment, vector_.bits(), weight_, *random_);
  const ClampCount count =
      HANSA_TRY(encoder.Encode(values, vector_.MutableBytes().subspan(offset_, bytes)));
  offset_ += bytes;
  ++segment_;
  return count;
}

Result<ClampCount> VectorEncoder::Add(std::span<const float> values) { return AddValues(values); }
Result<ClampCount> VectorEncoder::Add(std::span<const double> values) { return AddValues(values); }

RingVector VectorEncoder::Finish() {
  HANSA_CHECK(segment_ == segments_.size());
  return std::move(vector_);
}

void DecodeElements(ByteSpan elements, uint32_t ring_bits, uint32_t scale_bits,
                    std::span<double> out) {
  const size_t width = ring_bits / 8;
  HANSA_CHECK(elements.size() == out.size() * width);
  const double unit = std::ldexp(1.0, -static_cast<int>(scale_bits));
  for (size_t i = 0; i < out.size(); ++i) {
    const ByteSpan element = elements.subspan(i * width, width);
    // A power of two: the product is exact.
    out[i] = unit * (ring_bits == 32 ? static_cast<double>(ReadSigned<int32_t>(element))
                                     : static_cast<double>(ReadSigned<int64_t>(element)));
  }
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

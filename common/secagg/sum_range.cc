#include "common/secagg/sum_range.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "common/base/check.h"
#include "common/base/text.h"

namespace hansa::secagg {
namespace {

// Of a site whose weight is 1. Rounding goes up or down.
int64_t Lowest(const Segment& segment) {
  return static_cast<int64_t>(
      std::floor(std::ldexp(segment.low, static_cast<int>(segment.scale_bits))));
}
int64_t Highest(const Segment& segment) {
  return static_cast<int64_t>(
      std::ceil(std::ldexp(segment.high, static_cast<int>(segment.scale_bits))));
}

// Whose sum is the weights' own: every site says 1, times its weight.
bool HoldsWeights(const Segment& segment) {
  return segment.name == "weight" && segment.weighted && segment.length == 1 &&
         segment.scale_bits == 0 && segment.high == 1;
}

}  // namespace

std::string TextOf(const OutOfRange& outside) {
  return StrCat("sum_out_of_range: element ", outside.element, " of segment ", outside.segment,
                " is ", outside.value, ", honest inputs give ", outside.lowest, " to ",
                outside.highest);
}

SumRange::SumRange(std::vector<Segment> segments, uint32_t ring_bits, uint32_t max_weight,
                   uint32_t included)
    : segments_(std::move(segments)),
      ring_bits_(ring_bits),
      max_weight_(max_weight),
      included_(included),
      seen_(segments_.size(), {.least = std::numeric_limits<int64_t>::max(),
                               .most = std::numeric_limits<int64_t>::min()}) {}

template <typename Element>
void SumRange::AddTo(Seen& seen, uint64_t first, ByteSpan elements) const {
  const size_t count = elements.size() / sizeof(Element);
  const auto at = [&](size_t i) {
    Element element;
    std::memcpy(&element, elements.data() + i * sizeof element, sizeof element);
    return element;
  };
  Element least = std::numeric_limits<Element>::max(), most = std::numeric_limits<Element>::min();
  for (size_t i = 0; i < count; ++i) {
    least = std::min(least, at(i));
    most = std::max(most, at(i));
  }
  // Where they are is looked for only when they are the farthest so far.
  const auto find = [&](Element value) {
    uint64_t i = 0;
    while (at(i) != value) ++i;
    return first + i;
  };
  if (least < seen.least) {
    seen.least = least;
    seen.least_at = find(least);
  }
  if (most > seen.most) {
    seen.most = most;
    seen.most_at = find(most);
  }
}

void SumRange::Add(ByteSpan elements) {
  const size_t width = ring_bits_ / 8;
  HANSA_CHECK(elements.size() % width == 0);
  while (!elements.empty()) {
    HANSA_CHECK(segment_ < segments_.size());
    const uint64_t left = segments_[segment_].length - done_;
    const auto count = static_cast<size_t>(std::min<uint64_t>(left, elements.size() / width));
    const ByteSpan piece = elements.first(count * width);
    if (count > 0 && ring_bits_ == 32) AddTo<int32_t>(seen_[segment_], done_, piece);
    if (count > 0 && ring_bits_ == 64) AddTo<int64_t>(seen_[segment_], done_, piece);
    done_ += count;
    elements = elements.subspan(piece.size());
    if (done_ < segments_[segment_].length) continue;
    ++segment_;
    done_ = 0;
  }
}

// Of all sites together, where the sum tells; else the most that they can be.
uint64_t SumRange::Weights() const {
  const uint64_t most = uint64_t{included_} * max_weight_;
  for (size_t i = 0; i < segments_.size(); ++i)
    if (HoldsWeights(segments_[i]))
      return std::min(most, static_cast<uint64_t>(std::max<int64_t>(seen_[i].most, 0)));
  return most;
}

std::optional<OutOfRange> SumRange::FindIn(size_t segment, uint64_t weights) const {
  const Segment& kind = segments_[segment];
  const Seen& seen = seen_[segment];
  if (HoldsWeights(kind)) weights = uint64_t{included_} * max_weight_;
  const auto most = static_cast<int64_t>(kind.weighted ? weights : included_);
  const auto least = std::min<int64_t>(most, included_);
  const int64_t low = Lowest(kind), high = Highest(kind);
  OutOfRange outside{.segment = kind.name,
                     .lowest = low * (low < 0 ? most : least),
                     .highest = high * (high > 0 ? most : least)};
  if (seen.least < outside.lowest) {
    outside.element = seen.least_at;
    outside.value = seen.least;
    return outside;
  }
  if (seen.most > outside.highest) {
    outside.element = seen.most_at;
    outside.value = seen.most;
    return outside;
  }
  return std::nullopt;
}

std::optional<OutOfRange> SumRange::Find() const {
  HANSA_CHECK(segment_ == segments_.size());
  const uint64_t weights = Weights();
  for (size_t i = 0; i < segments_.size(); ++i)
    if (auto outside = FindIn(i, weights)) return outside;
  return std::nullopt;
}

}  // namespace hansa::secagg

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "common/crypto/random.h"
#include "common/secagg/fixed_point.h"
#include "common/secagg/params.h"

namespace hansa::secagg {
namespace {

double AnyValue() { return *rc::gen::inRange(-3'000'000, 3'000'000) / 1e6; }

Segment AnySegment() {
  return {.name = "v",
          .length = *rc::gen::inRange<uint64_t>(1, 20),
          .low = -*rc::gen::inRange(0, 2'000'000) / 1e6,
          .high = *rc::gen::inRange(0, 2'000'000) / 1e6,
          .scale_bits = *rc::gen::inRange<uint32_t>(0, 30),
          .weighted = *rc::gen::arbitrary<bool>()};
}

// Catalogue 15: the weighted mean of what sites send is the weighted mean of their clamped values,
// within one step of the grid; and no element leaves the bound that the no-wrap proof relies on.
RC_GTEST_PROP(FixedPointProperty, TheWeightedMeanIsWithinOneStep, ()) {
  const Segment segment = AnySegment();
  const auto sites = *rc::gen::inRange<size_t>(1, 6);
  crypto::SeededRandom random(*rc::gen::arbitrary<uint64_t>(), "rounding");
  RingVector sum(64, segment.length);
  std::vector<double> expected(segment.length);
  double weights = 0;
  for (size_t site = 0; site < sites; ++site) {
    const auto weight = *rc::gen::inRange<uint32_t>(1, 10'000);
    std::vector<double> values(segment.length);
    std::generate(values.begin(), values.end(), AnyValue);
    VectorEncoder encoder({segment}, 64, weight, random);
    const auto clamped = encoder.Add(std::span<const double>(values));
    RC_ASSERT(clamped.ok());
    const RingVector encoded = encoder.Finish();
    const uint32_t factor = segment.weighted ? weight : 1;
    const auto bound = static_cast<int64_t>(*SegmentBound(segment) * factor);
    for (size_t i = 0; i < values.size(); ++i) {
      RC_ASSERT(std::abs(encoded.Signed(i)) <= bound);
      expected[i] += factor * std::clamp(values[i], segment.low, segment.high);
    }
    sum.Add(encoded);
    weights += factor;
  }
  const std::vector<double> decoded = DecodeSegment(sum, {segment}, 0);
  const double step = std::ldexp(1.0, -static_cast<int>(segment.scale_bits));
  for (size_t i = 0; i < decoded.size(); ++i)
    RC_ASSERT(std::abs(decoded[i] - expected[i]) / weights <= step * (1 + 1e-9));
}

RC_GTEST_PROP(FixedPointProperty, CountsWhatItClamps, ()) {
  const Segment segment = AnySegment();
  std::vector<double> values(segment.length);
  std::generate(values.begin(), values.end(), AnyValue);
  crypto::SeededRandom random(1, "rounding");
  VectorEncoder encoder({segment}, 64, 1, random);
  const auto clamped = encoder.Add(std::span<const double>(values));
  RC_ASSERT(clamped->above == static_cast<uint64_t>(std::ranges::count_if(
                                  values, [&](double v) { return v > segment.high; })));
  RC_ASSERT(clamped->below == static_cast<uint64_t>(std::ranges::count_if(
                                  values, [&](double v) { return v < segment.low; })));
}

}  // namespace
}  // namespace hansa::secagg

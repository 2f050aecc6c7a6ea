#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "common/crypto/random.h"
#include "common/secagg/fixed_point.h"

namespace hansa::secagg {
namespace {

const std::vector<Segment> kUpdateAndWeight = {
    {.name = "update", .length = 4, .low = -1, .high = 1, .scale_bits = 16, .weighted = true},
    {.name = "weight", .length = 1, .low = 0, .high = 1, .scale_bits = 0, .weighted = true}};

TEST(FixedPoint, WhatIsRepresentableComesBackExactly) {
  crypto::SeededRandom random(1, "exact");
  VectorEncoder encoder(kUpdateAndWeight, 64, 3, random);
  const std::vector<float> update = {0.5f, -0.25f, 1.0f, -1.0f};
  EXPECT_EQ(encoder.Add(std::span<const float>(update))->total(), 0u);
  const std::vector<double> one = {1.0};
  EXPECT_TRUE(encoder.Add(std::span<const double>(one)).ok());
  const RingVector vector = encoder.Finish();
  // Scaled by 2^16, times the weight, in integers.
  EXPECT_EQ(vector.ToSigned(),
            (std::vector<int64_t>{3 * 32768L, -3 * 16384L, 3 * 65536L, -3 * 65536L, 3}));
  EXPECT_EQ(DecodeSegment(vector, kUpdateAndWeight, 0), (std::vector<double>{1.5, -0.75, 3, -3}));
  EXPECT_EQ(DecodeSegment(vector, kUpdateAndWeight, 1), std::vector<double>{3});
}

TEST(FixedPoint, ClampsAndCountsBothSides) {
  crypto::SeededRandom random(1, "clamp");
  VectorEncoder encoder(kUpdateAndWeight, 32, 1, random);
  const std::vector<float> update = {1.5f, -7.0f, 0.0f, std::nextafter(1.0f, 2.0f)};
  const auto clamped = encoder.Add(std::span<const float>(update));
  ASSERT_TRUE(clamped.ok());
  EXPECT_EQ(clamped->above, 2u);
  EXPECT_EQ(clamped->below, 1u);
}

TEST(FixedPoint, RefusesWhatIsNoNumberAndWrongLengths) {
  crypto::SeededRandom random(1, "refuse");
  VectorEncoder encoder(kUpdateAndWeight, 32, 1, random);
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
        -std::numeric_limits<float>::infinity()}) {
    const std::vector<float> update = {0, 0, bad, 0};
    EXPECT_FALSE(encoder.Add(std::span<const float>(update)).ok()) << bad;
  }
  const std::vector<float> shorter(3), longer(5), right(4);
  EXPECT_FALSE(encoder.Add(std::span<const float>(shorter)).ok());
  EXPECT_FALSE(encoder.Add(std::span<const float>(longer)).ok());
  // Nothing of the refused was encoded: the right one still fits.
  EXPECT_TRUE(encoder.Add(std::span<const float>(right)).ok());
}

// The mean of many roundings of one value tends to it: 40,000 draws of a step with deviation at
// most 1/2 keep the mean within 5 standard errors.
TEST(FixedPoint, RoundingIsUnbiased) {
  const size_t draws = 40'000;
  const std::vector<Segment> segments = {
      {.name = "v", .length = draws, .low = -1, .high = 1, .scale_bits = 4, .weighted = false}};
  for (const double value : {0.03, -0.03, 0.49, -0.997}) {
    crypto::SeededRandom random(7, "unbiased");
    VectorEncoder encoder(segments, 32, 1, random);
    ASSERT_TRUE(encoder.Add(std::vector<double>(draws, value)).ok());
    double sum = 0;
    for (const double decoded : DecodeSegment(encoder.Finish(), segments, 0)) {
      EXPECT_LE(std::abs(decoded - value), 1.0 / 16);
      sum += decoded;
    }
    EXPECT_NEAR(sum / draws, value, 5 * 0.5 / 16 / std::sqrt(draws)) << value;
  }
}

}  // namespace
}  // namespace hansa::secagg

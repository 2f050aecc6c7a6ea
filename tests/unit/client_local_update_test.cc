#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "client/core/local_update.h"

namespace hansa::client {
namespace {

TEST(MakeUpdate, IsTheDifference) {
  const std::vector<float> base = {1, 2}, trained = {4, -2};
  const LocalUpdate update = MakeUpdate(base, trained, 10).value();
  EXPECT_EQ(update.values, (std::vector<float>{3, -4}));
  EXPECT_DOUBLE_EQ(update.norm, 5);
  EXPECT_FALSE(update.clipped);
}

TEST(MakeUpdate, ALongOneIsShortenedInItsDirection) {
  const std::vector<float> base = {0, 0}, trained = {30, 40};
  const LocalUpdate update = MakeUpdate(base, trained, 5).value();
  EXPECT_FLOAT_EQ(update.values[0], 3);
  EXPECT_FLOAT_EQ(update.values[1], 4);
  EXPECT_DOUBLE_EQ(update.norm, 50) << "before clipping";
  EXPECT_TRUE(update.clipped);
  EXPECT_FALSE(MakeUpdate(base, trained, 50)->clipped) << "exactly as long as allowed";
}

TEST(MakeUpdate, NothingChanged) {
  const std::vector<float> base = {1, 2};
  EXPECT_EQ(MakeUpdate(base, base, 1)->norm, 0);
}

TEST(MakeUpdate, WhatIsNotFiniteNeverLeaves) {
  const std::vector<float> base = {1, 2};
  constexpr float kMost = std::numeric_limits<float>::max();
  for (const float odd : {NAN, INFINITY, -INFINITY})
    EXPECT_FALSE(MakeUpdate(base, std::vector<float>{1, odd}, 1).ok());
  EXPECT_FALSE(MakeUpdate(std::vector<float>{-kMost}, std::vector<float>{kMost}, 1).ok());
  EXPECT_TRUE(MakeUpdate(base, std::vector<float>{1, kMost}, 1).ok()) << "long, but finite";
}

TEST(MakeUpdate, AnotherSize) {
  const auto update = MakeUpdate(std::vector<float>{1, 2}, std::vector<float>{1}, 1);
  ASSERT_FALSE(update.ok());
  EXPECT_EQ(update.error().why, "1 values, not 2");
}

}  // namespace
}  // namespace hansa::client

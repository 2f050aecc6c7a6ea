#include <gtest/gtest.h>

#include "common/secagg/threshold.h"

namespace hansa::secagg {
namespace {

TEST(Threshold, KnownValues) {
  // t = floor(((n - 1) + K) / 2) + 1, by hand.
  EXPECT_EQ(CompleteThreshold(2, 0), 1u);
  EXPECT_EQ(CompleteThreshold(3, 0), 2u);
  EXPECT_EQ(CompleteThreshold(4, 0), 2u);
  EXPECT_EQ(CompleteThreshold(10, 0), 5u);
  EXPECT_EQ(CompleteThreshold(10, 2), 6u);
  EXPECT_EQ(CompleteThreshold(100, 0), 50u);
  EXPECT_EQ(CompleteThreshold(100, 10), 55u);
}

// Why it is so high: an honest holder releases one kind of share of a site. Both secrets would need
// 2t shares from the k holders, K of whom may give both.
TEST(Threshold, NoCoordinatorGetsBothSecretsOfASite) {
  for (uint32_t sites = 2; sites <= 128; ++sites)
    for (uint32_t colluders = 0; colluders < sites; ++colluders)
      EXPECT_GT(2 * CompleteThreshold(sites, colluders), CompleteNeighbours(sites) + colluders);
}

TEST(Threshold, RefusesWithTheNumbers) {
  EXPECT_EQ(*CheckedThreshold(4, 3, 0), 2u);
  const auto few = CheckedThreshold(2, 3, 0);
  ASSERT_FALSE(few.ok());
  EXPECT_NE(few.error().why.find("2 sites, at least 3"), std::string::npos);
  EXPECT_FALSE(CheckedThreshold(1, 1, 0).ok());
  EXPECT_FALSE(CheckedThreshold(4, 3, 2).ok());  // one honest input in the smallest sum
}

// Catalogue 28: twenty colluders packed into a cohort of fifty.
TEST(Threshold, RefusesACohortThatColludersDecide) {
  const auto packed = CheckedThreshold(50, 40, 20);
  ASSERT_FALSE(packed.ok());
  EXPECT_NE(packed.error().why.find("50 sites with 20 colluders"), std::string::npos);
  EXPECT_TRUE(CheckedThreshold(50, 40, 10).ok());
}

}  // namespace
}  // namespace hansa::secagg

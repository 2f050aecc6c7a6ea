#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <vector>

#include "client/learning/shuffle.h"

namespace hansa::client {
namespace {

TEST(Shuffle, EveryRowComesOnce) {
  Shuffler shuffler(7);
  std::vector<uint32_t> order = shuffler.Next(1000);
  EXPECT_FALSE(std::is_sorted(order.begin(), order.end()));
  std::sort(order.begin(), order.end());
  std::vector<uint32_t> all(1000);
  std::iota(all.begin(), all.end(), 0u);
  EXPECT_EQ(order, all);
}

TEST(Shuffle, SameSeedSameOrders) {
  Shuffler a(99), b(99), c(100);
  const std::vector<uint32_t> first = a.Next(50);
  EXPECT_EQ(first, b.Next(50));
  EXPECT_NE(first, c.Next(50));
  const std::vector<uint32_t> second = a.Next(50);
  EXPECT_EQ(second, b.Next(50));
  EXPECT_NE(first, second);
}

// The order is part of what a recorded run replays: changing it must be noticed. (Worked out by a
// separate program in Python.)
TEST(Shuffle, TheOrderOfSeedZeroStays) {
  EXPECT_THAT(Shuffler(0).Next(8), testing::ElementsAre(1, 2, 6, 5, 4, 0, 3, 7));
}

TEST(Shuffle, SmallCounts) {
  Shuffler shuffler(1);
  EXPECT_TRUE(shuffler.Next(0).empty());
  EXPECT_THAT(shuffler.Next(1), testing::ElementsAre(0u));
}

// 24 orders of 4 rows, 24000 draws: each comes 1000 times, give or take. Chi-square with 23 degrees
// of freedom exceeds 65 once in 200,000 seeds, and the seed is fixed.
TEST(Shuffle, AllOrdersAreAboutEquallyOften) {
  Shuffler shuffler(2024);
  std::map<std::vector<uint32_t>, int> seen;
  for (int i = 0; i < 24000; ++i) ++seen[shuffler.Next(4)];
  ASSERT_EQ(seen.size(), 24u);
  double chi_square = 0;
  for (const auto& entry : seen) {
    const double off = entry.second - 1000.0;
    chi_square += off * off / 1000.0;
  }
  EXPECT_LT(chi_square, 65.0);
}

}  // namespace
}  // namespace hansa::client

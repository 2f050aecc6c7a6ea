#include "experiments/simulation/dice.h"

#include <gtest/gtest.h>

#include <set>

namespace hansa::simulation {
namespace {

TEST(Dice, StreamsOfOneSeedAndSeedsOfOneStreamAreApart) {
  std::set<uint64_t> first;
  for (uint64_t seed = 0; seed < 100; ++seed)
    for (uint64_t stream = 0; stream < 100; ++stream) first.insert(Dice(seed, stream).Next());
  EXPECT_EQ(first.size(), 10000u);
}

TEST(Dice, ChancesComeAboutAsOftenAsTheySay) {
  Dice dice(1, 1);
  for (const double chance : {0.0, 0.01, 0.5, 1.0}) {
    int struck = 0;
    for (int i = 0; i < 100000; ++i) struck += dice.Chance(chance);
    EXPECT_NEAR(struck / 100000.0, chance, 0.01);
  }
}

TEST(Dice, BetweenStaysWithinItsEnds) {
  Dice dice(1, 1);
  std::set<Duration> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(dice.Between(Duration(3), Duration(6)));
  EXPECT_EQ(seen, (std::set<Duration>{Duration(3), Duration(4), Duration(5), Duration(6)}));
}

}  // namespace
}  // namespace hansa::simulation

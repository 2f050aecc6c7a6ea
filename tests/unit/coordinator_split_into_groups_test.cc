#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "common/crypto/random.h"
#include "coordinator/core/split_into_groups.h"

namespace hansa::coordinator {
namespace {

std::vector<SiteId> Sites(int count) {
  std::vector<SiteId> sites;
  for (int i = 0; i < count; ++i) sites.emplace_back(1, static_cast<char>('a' + i));
  return sites;
}

TEST(SplitIntoGroups, PutsEverySiteIntoOneGroup) {
  crypto::SeededRandom random(1, "split");
  for (int count = 1; count <= 26; ++count)
    for (uint32_t largest = 1; largest <= 26; ++largest) {
      std::vector<SiteId> all;
      for (const auto& group : SplitIntoGroups(Sites(count), largest, random)) {
        EXPECT_LE(group.size(), largest);
        EXPECT_TRUE(std::is_sorted(group.begin(), group.end()));
        all.insert(all.end(), group.begin(), group.end());
      }
      std::sort(all.begin(), all.end());
      EXPECT_EQ(all, Sites(count));
    }
}

TEST(SplitIntoGroups, IsTheSameFromTheSameRandomness) {
  crypto::SeededRandom one(7, "split"), again(7, "split"), other(8, "split");
  const auto split = SplitIntoGroups(Sites(26), 9, one);
  EXPECT_EQ(split, SplitIntoGroups(Sites(26), 9, again));
  EXPECT_NE(split, SplitIntoGroups(Sites(26), 9, other));
}

// Two of six are together in 2 of 5 splits in halves: 1600 of 4000 times; 5 standard deviations
// (31) either way.
TEST(SplitIntoGroups, GivesEveryPairTheSameChance) {
  crypto::SeededRandom random(3, "split");
  std::map<std::pair<SiteId, SiteId>, int> together;
  for (int i = 0; i < 4000; ++i)
    for (const auto& group : SplitIntoGroups(Sites(6), 3, random))
      for (size_t a = 0; a < group.size(); ++a)
        for (size_t b = a + 1; b < group.size(); ++b) ++together[{group[a], group[b]}];
  EXPECT_EQ(together.size(), 15u);
  for (const auto& [pair, times] : together)
    EXPECT_NEAR(times, 1600, 155) << pair.first << pair.second;
}

}  // namespace
}  // namespace hansa::coordinator

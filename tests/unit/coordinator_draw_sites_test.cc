#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/text.h"
#include "common/crypto/random.h"
#include "coordinator/core/scheduling/draw_sites.h"

namespace hansa::coordinator {
namespace {

std::vector<SiteId> Sites(int count) {
  std::vector<SiteId> sites;
  for (int i = 0; i < count; ++i) sites.emplace_back(1, static_cast<char>('a' + i));
  return sites;
}

// How often each site is drawn; each draw is ascending, and no site is in it twice.
std::map<SiteId, int> Draws(int times, SelectionPolicy policy, int of, size_t most,
                            const JobHistory& history) {
  crypto::SeededRandom random(1, "draw");
  std::map<SiteId, int> drawn;
  for (int i = 0; i < times; ++i) {
    const auto sites = DrawSites(policy, Sites(of), most, history, random);
    EXPECT_EQ(sites.size(), most);
    for (size_t k = 1; k < sites.size(); ++k) EXPECT_LT(sites[k - 1], sites[k]);
    for (const SiteId& site : sites) ++drawn[site];
  }
  return drawn;
}

TEST(DrawSites, TakesAllWhenTheyAreNoMoreThanWanted) {
  crypto::SeededRandom random(1, "draw");
  EXPECT_THAT(DrawUniform(Sites(3), 3, random), testing::ElementsAre("a", "b", "c"));
  EXPECT_THAT(DrawUniform({}, 3, random), testing::IsEmpty());
}

// 4000 draws of 2 of 5: each site 1600 times; 5 standard deviations (31) either way.
TEST(DrawSites, UniformGivesEverySiteTheSameChance) {
  const auto drawn = Draws(4000, SelectionPolicy::kUniform, 5, 2, JobHistory({}));
  EXPECT_EQ(drawn.size(), 5u);
  for (const auto& entry : drawn) EXPECT_NEAR(entry.second, 1600, 155) << entry.first;
}

// And every pair: 400 times each; 5 standard deviations (19) either way.
TEST(DrawSites, UniformGivesEveryPairTheSameChance) {
  crypto::SeededRandom random(2, "draw");
  std::map<std::vector<SiteId>, int> pairs;
  for (int i = 0; i < 4000; ++i) ++pairs[DrawUniform(Sites(5), 2, random)];
  EXPECT_EQ(pairs.size(), 10u);
  for (const auto& entry : pairs) EXPECT_NEAR(entry.second, 400, 95);
}

TEST(DrawSites, TheSameRandomnessGivesTheSameDraw) {
  for (const auto policy :
       {SelectionPolicy::kUniform, SelectionPolicy::kStaleness, SelectionPolicy::kAvailability}) {
    const JobHistory history({.policy = policy});
    crypto::SeededRandom one(7, "draw"), two(7, "draw");
    EXPECT_EQ(DrawSites(policy, Sites(20), 5, history, one),
              DrawSites(policy, Sites(20), 5, history, two));
  }
}

TEST(DrawSites, StalenessTakesWhoWasAskedLongestAgo) {
  JobHistory history({.policy = SelectionPolicy::kStaleness});
  for (const char* site : {"a", "b", "c"}) history.Asked(site, 1, 0);
  history.Asked("b", 2, 0);
  const auto drawn = Draws(1000, SelectionPolicy::kStaleness, 5, 3, history);
  EXPECT_EQ(drawn.at("d"), 1000);  // never asked
  EXPECT_EQ(drawn.at("e"), 1000);
  EXPECT_NEAR(drawn.at("a"), 500, 80);  // equals: by chance
  EXPECT_NEAR(drawn.at("c"), 500, 80);
  EXPECT_FALSE(drawn.contains("b"));
}

// Everyone has had a round before anyone has a second one; who is asked with the last of them is
// drawn, so that counts differ by one or two.
TEST(DrawSites, StalenessGoesRound) {
  JobHistory history({.policy = SelectionPolicy::kStaleness});
  crypto::SeededRandom random(3, "draw");
  std::map<SiteId, int> asked;
  for (uint64_t round = 1; round <= 20; ++round)
    for (const SiteId& site :
         DrawSites(SelectionPolicy::kStaleness, Sites(10), 3, history, random)) {
      history.Asked(site, round, 0);
      ++asked[site];
    }
  for (const auto& entry : asked) EXPECT_NEAR(entry.second, 6, 1) << entry.first;
}

// b was ready 9 of 9 times, a never of 9: weights 909 and 90.
TEST(DrawSites, AvailabilityDrawsInProportionToReadiness) {
  JobHistory history({.policy = SelectionPolicy::kAvailability});
  for (uint64_t round = 1; round <= 9; ++round) {
    history.Asked("a", round, 0);
    history.Asked("b", round, 0);
    history.Ready("b");
  }
  const auto drawn = Draws(4000, SelectionPolicy::kAvailability, 2, 1, history);
  EXPECT_NEAR(drawn.at("b"), 4000 * 909.0 / 999, 95);
  EXPECT_GT(drawn.at("a"), 0);  // it is not forgotten
}

// A thousand rounds without an answer: their readiness does not round to nothing.
TEST(DrawSites, SitesThatNeverAnswerAreDrawn) {
  JobHistory history({.policy = SelectionPolicy::kAvailability});
  for (uint64_t round = 1; round <= 2000; ++round)
    for (const SiteId& site : Sites(3)) history.Asked(site, round, 0);
  EXPECT_EQ(Draws(100, SelectionPolicy::kAvailability, 3, 1, history).size(), 3u);
}

}  // namespace
}  // namespace hansa::coordinator

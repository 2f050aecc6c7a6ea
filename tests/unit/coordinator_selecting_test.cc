#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "common/crypto/random.h"
#include "coordinator/core/selecting.h"

namespace hansa::coordinator {
namespace {

Candidates AbleSites(int count) {
  Membership membership;
  crypto::SeededRandom random(1, "offers");
  Candidates candidates({.job_toml = "job", .job_digest = {}});
  for (int i = 0; i < count; ++i) {
    const std::string site(1, static_cast<char>('a' + i));
    membership.Enrol(site, "");
    membership.Connect(site, "test", 1);
  }
  Effects out;
  candidates.OfferToConnected(membership, random, Instant{}, out);
  for (const Send& send : out.sends) {
    v1::JobAnswer answer;
    answer.set_offer_id(send.message.job_offer().offer_id());
    answer.set_accepted(true);
    EXPECT_EQ(candidates.Take(send.site, answer), "");
  }
  return candidates;
}

TEST(ChooseSites, TakesAllWhenTheyAreNoMoreThanWanted) {
  crypto::SeededRandom random(1, "choose");
  EXPECT_THAT(ChooseSites(AbleSites(3), 3, random), testing::ElementsAre("a", "b", "c"));
  EXPECT_THAT(ChooseSites(AbleSites(0), 3, random), testing::IsEmpty());
}

// 4000 draws of 2 of 5: each site 1600 times; 5 standard deviations (31) either way.
TEST(ChooseSites, GivesEverySiteTheSameChance) {
  crypto::SeededRandom random(1, "choose");
  const Candidates candidates = AbleSites(5);
  std::map<SiteId, int> chosen;
  for (int i = 0; i < 4000; ++i) {
    const auto sites = ChooseSites(candidates, 2, random);
    ASSERT_EQ(sites.size(), 2u);
    ASSERT_LT(sites[0], sites[1]);  // ascending, no site twice
    for (const SiteId& site : sites) ++chosen[site];
  }
  EXPECT_EQ(chosen.size(), 5u);
  for (const auto& entry : chosen) EXPECT_NEAR(entry.second, 1600, 155) << entry.first;
}

}  // namespace
}  // namespace hansa::coordinator

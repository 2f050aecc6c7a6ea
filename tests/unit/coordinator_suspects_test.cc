#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "common/base/text.h"
#include "common/crypto/random.h"
#include "coordinator/core/scheduling/suspects.h"

namespace hansa::coordinator {
namespace {

std::vector<SiteId> Sites(size_t count) {
  std::vector<SiteId> sites;
  for (size_t i = 0; i < count; ++i) sites.push_back(StrCat("site-", 100 + i));
  return sites;
}

TEST(Suspects, AreCountedAndCleared) {
  Suspects suspects;
  EXPECT_FALSE(suspects.InRange({"a", "b"}));
  EXPECT_TRUE(suspects.OutOfRange({"a", "b"}));
  EXPECT_TRUE(suspects.OutOfRange({"b", "c"}));
  EXPECT_EQ(suspects.TimesOf("b"), 2u);
  EXPECT_TRUE(suspects.InRange({"a", "b"}));
  EXPECT_EQ(suspects.TimesOf("a"), 0u);
  EXPECT_EQ(suspects.TimesOf("b"), 1u);
  EXPECT_EQ(suspects.TimesOf("c"), 1u);
}

TEST(Suspects, AreTheSameAfterARestart) {
  Suspects suspects;
  suspects.OutOfRange({"a", "b"});
  suspects.OutOfRange({"b"});
  v1::JobRecord record;
  suspects.Save(record);
  Suspects again;
  again.Restore(record);
  EXPECT_EQ(again.TimesOf("a"), 1u);
  EXPECT_EQ(again.TimesOf("b"), 2u);
  suspects.InRange({"a", "b"});
  suspects.InRange({"b"});
  suspects.Save(record);
  EXPECT_EQ(record.suspects_size(), 0);
}

TEST(Suspects, GroupsAreDisjointLargeEnoughAndHoldAll) {
  crypto::SeededRandom random(1, "groups");
  Suspects suspects;
  suspects.OutOfRange({"site-103", "site-104", "site-105"});
  for (size_t count = 1; count < 40; ++count)
    for (const size_t least : {2, 3, 5, 10}) {
      const std::vector<SiteId> sites = Sites(count);
      const auto groups = SplitSuspects(sites, least, suspects, random);
      EXPECT_EQ(groups.size(), std::max<size_t>(1, count / least));
      std::set<SiteId> all;
      for (const auto& group : groups) {
        EXPECT_GE(group.size(), std::min(count, least));
        all.insert(group.begin(), group.end());
      }
      EXPECT_EQ(all.size(), count);
    }
}

TEST(Suspects, WhereNobodyIsSuspectedNobodyIsParted) {
  crypto::SeededRandom random(1, "groups");
  EXPECT_EQ(SplitSuspects(Sites(20), 3, Suspects(), random).size(), 1u);
}

// One of thirty sends garbage in every round. Rounds in groups of three leave it alone at the top.
TEST(Suspects, RoundsNarrowOneCulpritDown) {
  const std::vector<SiteId> sites = Sites(30);
  for (uint64_t seed = 0; seed < 20; ++seed) {
    crypto::SeededRandom random(seed, "rounds");
    const SiteId culprit = sites[seed];
    Suspects suspects;
    for (int round = 0; round < 6; ++round)
      for (const auto& group : SplitSuspects(sites, 3, suspects, random)) {
        if (std::ranges::count(group, culprit) > 0)
          suspects.OutOfRange(group);
        else
          suspects.InRange(group);
      }
    for (const SiteId& site : sites) {
      if (site == culprit) continue;
      EXPECT_LT(suspects.TimesOf(site), suspects.TimesOf(culprit)) << seed;
    }
    EXPECT_EQ(suspects.TimesOf(culprit), 6u);
  }
}

}  // namespace
}  // namespace hansa::coordinator

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "coordinator/core/scheduling/site_pool.h"

namespace hansa::coordinator {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;

constexpr Instant kStart{std::chrono::hours(1)};
const std::vector<SiteId> kThree = {"a", "b", "c"};

class SitePoolTest : public ::testing::Test {
 protected:
  void Add(const std::string& job, uint32_t priority = 5) {
    pool_.AddJob(job, priority, std::nullopt);
  }
  // Stands in line for three sites of three.
  std::vector<SiteId> Ask(const std::string& job, Instant now = kStart) {
    pool_.Ask(job, kThree, 3, now);
    return pool_.Available(job, kThree, now);
  }
  SitePool pool_;
};

TEST_F(SitePoolTest, ASiteIsInOneJobsRound) {
  Add("one");
  Add("two");
  EXPECT_EQ(Ask("one"), kThree);
  pool_.Lease("one", {"a", "b"}, kStart);
  EXPECT_THAT(Ask("two"), ElementsAre("c"));
  pool_.Lease("two", kThree, kStart);  // a and b stay where they are
  EXPECT_EQ(*pool_.HolderOf("a"), "one");
  EXPECT_EQ(*pool_.HolderOf("c"), "two");
  EXPECT_TRUE(pool_.TakeFreed());
  pool_.Release("one", "a", kStart + seconds(2));
  EXPECT_TRUE(pool_.TakeFreed());
  EXPECT_FALSE(pool_.TakeFreed());
  EXPECT_EQ(pool_.HolderOf("a"), nullptr);
  pool_.RemoveJob("one", kStart + seconds(3));
  EXPECT_EQ(pool_.HolderOf("b"), nullptr);
}

TEST_F(SitePoolTest, AHigherPriorityGoesFirst) {
  Add("low", 1);
  Add("high", 2);
  Ask("low");
  EXPECT_EQ(Ask("high"), kThree);
  EXPECT_THAT(Ask("low"), IsEmpty());
  EXPECT_THAT(pool_.Line(kStart), ElementsAre("high", "low"));
}

TEST_F(SitePoolTest, AmongEqualsTheLeastUseGoesFirst) {
  Add("one");
  Add("two");
  pool_.Lease("one", kThree, kStart);
  pool_.ReleaseAll("one", kStart + seconds(2));
  EXPECT_EQ(pool_.used_ms("one"), 6000u);
  Ask("one", kStart + seconds(2));
  EXPECT_EQ(Ask("two", kStart + seconds(2)), kThree);
  EXPECT_THAT(pool_.Line(kStart + seconds(2)), ElementsAre("two", "one"));
  Add("three");  // new: level with the least
  EXPECT_EQ(pool_.used_ms("three"), 0u);
  pool_.AddJob("four", 5, 77);
  EXPECT_EQ(pool_.used_ms("four"), 77u);
}

TEST_F(SitePoolTest, WhoCannotGatherEnoughReservesNothing) {
  Add("large", 9);
  Add("small", 1);
  pool_.Ask("large", kThree, 4, kStart);
  EXPECT_EQ(Ask("small"), kThree);
}

TEST_F(SitePoolTest, ReservesWhatOthersGiveBack) {
  Add("running", 1);
  Add("large", 5);
  Add("small", 1);
  pool_.Lease("running", {"c"}, kStart);
  EXPECT_THAT(Ask("large"), ElementsAre("a", "b"));
  pool_.Ask("small", kThree, 1, kStart);
  EXPECT_THAT(pool_.Available("small", kThree, kStart), IsEmpty());
  pool_.ReleaseAll("running", kStart);
  EXPECT_EQ(pool_.Available("large", kThree, kStart), kThree);
  pool_.Withdraw("large");
  EXPECT_EQ(pool_.Available("small", kThree, kStart), kThree);
}

TEST_F(SitePoolTest, WaitingRaises) {
  Add("old", 3);
  Add("new", 5);
  Ask("old");
  const Instant later = kStart + 3 * SitePool::kAging;
  EXPECT_THAT(pool_.NextChange("old", kStart), testing::Eq(std::nullopt));  // alone in line
  Ask("new", later - seconds(1));
  EXPECT_THAT(pool_.Available("old", kThree, later - seconds(1)), ElementsAre("a", "b", "c"));
  EXPECT_THAT(pool_.Line(later), ElementsAre("old", "new"));
  EXPECT_THAT(pool_.NextChange("old", later), Optional(later + SitePool::kAging));
}

TEST_F(SitePoolTest, ABusySiteIsLeftAlone) {
  Add("one");
  pool_.LeaveAlone("b", kStart + seconds(5));
  EXPECT_THAT(Ask("one"), ElementsAre("a", "c"));
  EXPECT_THAT(pool_.NextChange("one", kStart), Optional(kStart + seconds(5)));
  EXPECT_EQ(pool_.Available("one", kThree, kStart + seconds(5)), kThree);
}

TEST_F(SitePoolTest, WhoIsNotInLineComesAfterAllThatAre) {
  Add("evaluating", 9);
  Add("waiting", 1);
  pool_.Lease("evaluating", {"a"}, kStart);
  Ask("waiting");
  EXPECT_THAT(pool_.Available("evaluating", kThree, kStart), ElementsAre("a"));
}

}  // namespace
}  // namespace hansa::coordinator

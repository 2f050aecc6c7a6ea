#include <gtest/gtest.h>

#include "coordinator/core/scheduling/job_history.h"

namespace hansa::coordinator {
namespace {

constexpr UnixMillis kDay = 86'400'000, kNoon = 20'000 * kDay + kDay / 2;
using std::chrono::hours;

TEST(JobHistory, KeepsNothingWhenNothingNeedsIt) {
  JobHistory history({});
  history.Asked("a", 1, kNoon);
  history.RoundOver({"a"}, kNoon);
  v1::JobProgress progress;
  history.Save(progress);
  EXPECT_EQ(progress.sites_size(), 0);
  EXPECT_EQ(history.RestOf("a", kNoon), milliseconds(0));
}

TEST(JobHistory, ASiteRestsAfterItsRound) {
  JobHistory history({.cooldown = std::chrono::minutes(10)});
  history.Asked("a", 1, kNoon);
  EXPECT_EQ(history.RestOf("a", kNoon + 1), milliseconds(0));
  history.RoundOver({"a"}, kNoon + 1000);
  EXPECT_EQ(history.RestOf("a", kNoon + 1000), seconds(600));
  EXPECT_EQ(history.RestOf("a", kNoon + 601'000), milliseconds(0));
  EXPECT_EQ(history.RestOf("b", kNoon), milliseconds(0));
}

TEST(JobHistory, AClockSetBackDoesNotLengthenTheRest) {
  JobHistory history({.cooldown = seconds(600)});
  history.Asked("a", 1, kNoon);
  history.RoundOver({"a"}, kNoon);
  EXPECT_EQ(history.RestOf("a", kNoon - 30 * kDay), seconds(600));
}

TEST(JobHistory, ADayHasSoManyRounds) {
  JobHistory history({.rounds_per_day = 2});
  history.Asked("a", 1, kNoon);
  EXPECT_EQ(history.RestOf("a", kNoon), milliseconds(0));
  history.Asked("a", 2, kNoon + 1);
  EXPECT_EQ(history.RestOf("a", kNoon), hours(12));
  EXPECT_EQ(history.RestOf("a", kNoon + kDay / 2), milliseconds(0));
  history.Asked("a", 3, kNoon + kDay / 2);
  EXPECT_EQ(history.RestOf("a", kNoon + kDay / 2), milliseconds(0));
}

TEST(JobHistory, IsRestoredAsItWas) {
  const SelectionSpec selection{.policy = SelectionPolicy::kAvailability, .cooldown = seconds(60)};
  JobHistory before(selection), after(selection);
  before.Asked("a", 7, kNoon);
  before.Ready("a");
  before.Ready("a");  // told again on a new connection
  before.RoundOver({"a"}, kNoon);
  v1::JobProgress progress;
  before.Save(progress);
  after.Restore(progress);
  EXPECT_EQ(after.LastRoundOf("a"), 7u);
  EXPECT_EQ(after.RestOf("a", kNoon), seconds(60));
  EXPECT_EQ(after.ReadinessOf("a"), 1000u * 2 / 3);
  EXPECT_EQ(after.ReadinessOf("b"), 500u);
}

}  // namespace
}  // namespace hansa::coordinator

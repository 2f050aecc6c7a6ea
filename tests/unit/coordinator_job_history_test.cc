#include <gtest/gtest.h>

#include <limits>

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

// A site that never answers is asked again some day: it is drawn by its readiness.
TEST(JobHistory, NoSiteIsSoUnreadyThatItCannotBeDrawn) {
  JobHistory history({.policy = SelectionPolicy::kAvailability});
  for (uint64_t round = 1; round <= 2000; ++round) history.Asked("a", round, kNoon);
  EXPECT_EQ(history.ReadinessOf("a"), 1u);
}

// Of a damaged store.
TEST(JobHistory, AnythingMayBeRestored) {
  constexpr int64_t kFirst = std::numeric_limits<int64_t>::min(),
                    kLast = std::numeric_limits<int64_t>::max();
  const SelectionSpec selection{
      .policy = SelectionPolicy::kAvailability, .cooldown = seconds(60), .rounds_per_day = 1};
  for (const int64_t when : {kFirst, int64_t{-1}, int64_t{0}, kLast}) {
    for (const uint32_t count : {0U, ~0U}) {
      v1::JobProgress progress;
      v1::SiteHistory& site = *progress.add_sites();
      site.set_site("a");
      site.set_rests_until_unix_ms(when);
      site.set_day(when);
      site.set_rounds_that_day(count);
      site.set_ready(~0U);
      site.set_asked(count);
      JobHistory history(selection);
      history.Restore(progress);
      for (const UnixMillis now : {UnixMillis{0}, UnixMillis{kNoon}}) {
        EXPECT_GE(history.RestOf("a", now), milliseconds(0));
        EXPECT_LE(history.RestOf("a", now), hours(24));
      }
      EXPECT_GE(history.ReadinessOf("a"), 1u);
      EXPECT_LE(history.ReadinessOf("a"), 1000u);
      history.Asked("a", 1, kNoon);
      history.Ready("a");
      EXPECT_GE(history.ReadinessOf("a"), 1u);
      EXPECT_LE(history.ReadinessOf("a"), 1000u);
    }
  }
}

}  // namespace
}  // namespace hansa::coordinator

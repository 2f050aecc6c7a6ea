#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "coordinator/core/scheduling/stop_rule.h"

namespace hansa::coordinator {
namespace {

using testing::HasSubstr;
using testing::Optional;

// The first round after which the job is done, and why; 0: after none.
std::pair<size_t, std::string> Stops(const StopSpec& stop, const std::vector<double>& values,
                                     v1::JobProgress* end = nullptr) {
  v1::JobProgress progress;
  std::pair<size_t, std::string> done{0, ""};
  for (size_t i = 0; i < values.size() && done.first == 0; ++i) {
    const std::map<std::string, double> metrics = {{stop.metric, values[i]}};
    NoteMetrics(stop, metrics, i + 1, progress);
    if (const auto reason = StopReason(stop, metrics, progress)) done = {i + 1, *reason};
  }
  if (end != nullptr) *end = progress;
  return done;
}

TEST(StopRule, StopsBelowATarget) {
  const auto [round, why] = Stops({.metric = "rmse", .below = 70}, {90, 70, 69.5, 50});
  EXPECT_EQ(round, 3u);
  EXPECT_EQ(why, "rmse 69.5 is below 70");
}

TEST(StopRule, StopsAboveATarget) {
  EXPECT_EQ(Stops({.metric = "accuracy", .above = 0.9}, {0.5, 0.9, 0.95}).first, 3u);
}

TEST(StopRule, PatienceCountsRoundsWithoutABetterOne) {
  v1::JobProgress end;
  const auto [round, why] =
      Stops({.metric = "rmse", .patience = 3}, {9, 8, 8.5, 7, 7, 7.5, 8, 6}, &end);
  EXPECT_EQ(round, 7u);
  EXPECT_THAT(why, HasSubstr("rmse did not get better than 7 in 3 rounds"));
  EXPECT_EQ(end.best_version(), 4u);
  EXPECT_EQ(end.best_value(), 7);
}

// Small steps are no progress one by one, but they are together.
TEST(StopRule, MinDeltaIsMeasuredFromTheLastProgress) {
  v1::JobProgress end;
  EXPECT_EQ(
      Stops({.metric = "rmse", .patience = 3, .min_delta = 1}, {9, 8.6, 8.2, 7.8, 7.5}, &end).first,
      0u);
  EXPECT_EQ(end.best_value(), 7.5);
  EXPECT_EQ(Stops({.metric = "rmse", .patience = 3, .min_delta = 1}, {9, 8.9, 8.8, 8.7}).first, 4u);
}

TEST(StopRule, MoreOfAShareIsBetter) {
  v1::JobProgress end;
  Stops({.metric = "accuracy", .patience = 9}, {0.5, 0.8, 0.7}, &end);
  EXPECT_EQ(end.best_version(), 2u);
}

TEST(StopRule, ARoundThatWasNotEvaluatedChangesNothing) {
  const StopSpec stop{.metric = "rmse", .below = 10, .patience = 1};
  v1::JobProgress progress;
  NoteMetrics(stop, {}, 1, progress);
  EXPECT_EQ(progress.ByteSizeLong(), 0u);
  EXPECT_EQ(StopReason(stop, {}, progress), std::nullopt);
}

TEST(StopRule, BudgetsAreUsedUp) {
  v1::JobProgress progress;
  progress.set_bytes(1023);
  progress.set_run_ms(59'999);
  EXPECT_EQ(StopReason({.bytes = 1024, .time = seconds(60)}, {}, progress), std::nullopt);
  progress.set_bytes(1024);
  EXPECT_THAT(StopReason({.bytes = 1024}, {}, progress), Optional(HasSubstr("1.0 KiB")));
  progress.set_run_ms(60'000);
  EXPECT_EQ(StopReason({.time = seconds(60)}, {}, progress), "the budget of 60 s is used up");
  EXPECT_EQ(StopReason({}, {}, progress), std::nullopt);
}

}  // namespace
}  // namespace hansa::coordinator

// Fleets whose sites count columns: as the only task of a job, and before the first round.

#include <gtest/gtest.h>

#include "tests/support/fleet_checks.h"

namespace hansa::testing {
namespace {

using simulation::FaultMix;
using simulation::Plan;
using simulation::SeedRuns;

constexpr uint64_t kSeeds = 200;  // of each kind

TEST(StatisticsFleets, CountWellWhenNothingGoesWrong) {
  for (const bool secure : {false, true})
    for (const bool normalize : {false, true}) {
      const Plan plan{.secure = secure, .statistics = !normalize, .normalize = normalize};
      const SeedRuns runs = ExpectPromisesHold(plan, 1, 10);
      EXPECT_EQ(runs.jobs_succeeded, runs.seeds);
    }
}

TEST(StatisticsFleets, PromisesHoldUnderEveryMix) {
  for (const char* mix : {"default", "network", "crashes", "rubbish", "heavy"})
    for (const bool secure : {false, true})
      for (const bool normalize : {false, true}) {
        SCOPED_TRACE(mix);
        ExpectPromisesHold({.failures_allowed = 1000,
                            .secure = secure,
                            .statistics = !normalize,
                            .normalize = normalize,
                            .faults = FaultMix(mix).value()},
                           5000, kSeeds);
      }
}

// Crashes of the coordinator hit the counting itself, too, and jobs get over that.
TEST(StatisticsFleets, JobsGoOnFromCounting) {
  for (const bool secure : {false, true}) {
    const Plan plan{.failures_allowed = 1000,
                    .secure = secure,
                    .statistics = true,
                    .faults = FaultMix("crashes").value()};
    const SeedRuns runs = ExpectPromisesHold(plan, 6000, kSeeds);
    EXPECT_GT(runs.resumed_in.count("counting"), 0u);
    EXPECT_GT(runs.jobs_succeeded, runs.seeds / 2);
  }
}

}  // namespace
}  // namespace hansa::testing

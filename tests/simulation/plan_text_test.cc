#include "experiments/simulation/plan_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/limits.h"

namespace hansa::simulation {
namespace {

using ::testing::HasSubstr;

TEST(PlanText, ReadsBackWhatItWrites) {
  Plan plan{.seed = 18446744073709551615U,
            .sites = 9,
            .quorum = 4,
            .secure = true,
            .evaluate = false,
            .faults_for = seconds(7),
            .faults = FaultMix("heavy").value(),
            .bug = PlantedBug::kQuorumOffByOne};
  EXPECT_TRUE(PlanFromText(ToText(plan)).value() == plan) << ToText(plan);
  EXPECT_TRUE(PlanFromText(ToText(Plan{})).value() == Plan{});
}

TEST(PlanText, WritesOnlyWhatDiffers) {
  Plan plan{.seed = 5};
  plan.faults.lose = 0.25;
  EXPECT_EQ(ToText(plan), "seed = 5\nfaults.lose = 0.25\n");
}

TEST(PlanText, IgnoresCommentsAndBlanks) {
  const auto plan = PlanFromText("# a comment\n\n  seed =  3  # more\n\tsites = 4\r\n");
  ASSERT_TRUE(plan.ok()) << plan.error().Text();
  EXPECT_EQ(plan->seed, 3u);
  EXPECT_EQ(plan->sites, 4u);
}

TEST(PlanText, NamesTheLineOfAFault) {
  for (const char* text :
       {"seed = 1\nseeds = 2\n", "seed = 1\nsites = many", "seed = 1\nsecure",
        "seed = 1\nfaults.lose = -1", "seed = 1\nbug = all", "seed = 1\nfaults.lose = inf",
        "seed = 1\nwindow_ms = -1", "seed = 1\nwindow_ms = 31536000001"}) {
    const auto plan = PlanFromText(text);
    ASSERT_FALSE(plan.ok()) << text;
    EXPECT_THAT(plan.error().Text(), HasSubstr("line 2"));
  }
}

TEST(PlanText, ATimeIsAYearAtMost) {
  const auto plan = PlanFromText("window_ms = 31536000000");
  ASSERT_TRUE(plan.ok()) << plan.error().Text();
  EXPECT_EQ(plan->window, std::chrono::hours(365 * 24));
}

TEST(JobsOf, RefusesMoreThanASimulationHolds) {
  for (const Plan& plan : {Plan{.jobs = limits::kJobsRunning + 1}, Plan{.jobs = ~0U},
                           Plan{.sites = ~0U}, Plan{.sites = 2, .quorum = 3}})
    EXPECT_FALSE(JobsOf(plan).ok());
  EXPECT_EQ(JobsOf(Plan{.jobs = limits::kJobsRunning}).value().size(), limits::kJobsRunning);
}

TEST(FaultMix, NamesTheNearestMix) {
  EXPECT_THAT(FaultMix("hevy").error().Text(), HasSubstr("heavy"));
}

}  // namespace
}  // namespace hansa::simulation

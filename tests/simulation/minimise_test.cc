#include "experiments/simulation/minimise.h"

#include <gtest/gtest.h>

namespace hansa::simulation {
namespace {

TEST(Minimise, AFailingPlanBecomesSmallAndStillFailsTheSameWay) {
  const Plan plan{.seed = 1,
                  .sites = 12,
                  .rounds = 8,
                  .quorum = 3,
                  .target = 10,
                  .faults = FaultMix("crashes").value(),
                  .bug = PlantedBug::kMarkerLost};
  const Outcome outcome = Simulate(plan, MakeFleetKeys(plan.sites)).value();
  ASSERT_FALSE(outcome.breaches.empty());
  const Minimised smallest = Minimise(plan, outcome.breaches.front());
  EXPECT_EQ(smallest.breach.invariant, "acknowledged_kept");
  EXPECT_LT(smallest.plan.sites, plan.sites);
  EXPECT_LT(smallest.plan.rounds, plan.rounds);
  EXPECT_EQ(smallest.plan.faults.publish_fails, 0);
  const Outcome again = Simulate(smallest.plan, MakeFleetKeys(smallest.plan.sites)).value();
  ASSERT_FALSE(again.breaches.empty());
  EXPECT_EQ(again.breaches.front().what, smallest.breach.what);
}

TEST(Minimise, SpendsNoMoreRunsThanAllowed) {
  Plan plan{.faults = FaultMix("heavy").value(), .bug = PlantedBug::kStaleSession};
  const auto keys = MakeFleetKeys(plan.sites);
  Outcome outcome = Simulate(plan, keys).value();
  // The first seed that shows it: which one changes with whatever the machines draw.
  for (; outcome.breaches.empty() && plan.seed < 1000; ++plan.seed)
    outcome =
        Simulate({.seed = plan.seed + 1, .faults = plan.faults, .bug = plan.bug}, keys).value();
  ASSERT_FALSE(outcome.breaches.empty());
  EXPECT_EQ(Minimise(plan, outcome.breaches.front(), 3).runs, 3u);
}

}  // namespace
}  // namespace hansa::simulation

// One plan, one run: to the last event, on any thread.

#include <gtest/gtest.h>

#include "experiments/simulation/chaos.h"
#include "experiments/simulation/seed_runs.h"

namespace hansa::simulation {
namespace {

void ExpectSame(const Outcome& a, const Outcome& b) {
  EXPECT_EQ(a.events, b.events);
  EXPECT_EQ(a.took, b.took);
  EXPECT_EQ(a.faults, b.faults);
  EXPECT_EQ(a.rounds_completed, b.rounds_completed);
  EXPECT_EQ(a.rounds_failed, b.rounds_failed);
  EXPECT_EQ(a.site_rounds, b.site_rounds);
}

TEST(Determinism, TheSamePlanGivesTheSameRun) {
  for (const bool secure : {false, true}) {
    Plan plan{.secure = secure, .faults = FaultMix("heavy").value()};
    for (plan.seed = 1; plan.seed <= 20; ++plan.seed)
      ExpectSame(Simulate(plan, MakeFleetKeys(plan.sites)).value(),
                 Simulate(plan, MakeFleetKeys(plan.sites)).value());
  }
}

TEST(Determinism, AnotherSeedGivesAnotherRun) {
  Plan plan{.faults = FaultMix("heavy").value()};
  const auto keys = MakeFleetKeys(plan.sites);
  const Outcome first = Simulate(plan, keys).value();
  plan.seed = 2;
  EXPECT_NE(first.took, Simulate(plan, keys).value().took);
}

TEST(Determinism, SeedsOnSeveralThreadsAddUpToSeedsOneByOne) {
  Plan plan{.faults = FaultMix("default").value()};
  const SeedRuns together = RunSeeds(plan, 1, 24).value();
  const auto keys = MakeFleetKeys(plan.sites);
  uint64_t events = 0;
  for (plan.seed = 1; plan.seed <= 24; ++plan.seed) events += Simulate(plan, keys).value().events;
  EXPECT_EQ(together.events, events);
}

TEST(Determinism, TurningAKindOfFaultOffLeavesTheOthersTheirLuck) {
  Chaos all(7, FaultMix("heavy").value());
  Faults fewer = FaultMix("heavy").value();
  fewer.lose = 0;
  Chaos some(7, fewer);
  for (int i = 0; i < 1000; ++i) {
    all.Strikes(FaultKind::kLose);
    some.Strikes(FaultKind::kLose);
    EXPECT_EQ(all.Strikes(FaultKind::kCut), some.Strikes(FaultKind::kCut));
  }
}

}  // namespace
}  // namespace hansa::simulation

// Whatever the network, the sites and the coordinator do: every promise of
// experiments/simulation/invariants holds. With the cryptography of production; thousands of seeds
// more run with the stand-in (tests/simulation).

#include <gtest/gtest.h>

#include "tests/support/fleet_checks.h"

namespace hansa::testing {
namespace {

using simulation::FaultMix;
using simulation::Plan;
using simulation::SeedRuns;

constexpr uint64_t kSeeds = 50;  // of each kind
constexpr uint64_t kFresh = 20;

TEST(MachinesFleet, WithoutFaultsEveryRoundSucceeds) {
  for (const bool secure : {false, true}) {
    const SeedRuns runs = ExpectPromisesHold({.secure = secure}, 1, kSeeds);
    EXPECT_EQ(runs.jobs_succeeded, kSeeds);
    EXPECT_EQ(runs.rounds_completed, 3 * kSeeds);
    EXPECT_EQ(runs.rounds_failed, 0u);
  }
}

TEST(MachinesFleet, PromisesHoldWhateverGoesWrong) {
  for (const char* mix : {"default", "network", "crashes", "rubbish", "heavy"})
    for (const bool secure : {false, true}) {
      SCOPED_TRACE(mix);
      const Plan plan{.secure = secure, .faults = FaultMix(mix).value()};
      const SeedRuns runs = ExpectPromisesHold(plan, 1, kSeeds);
      EXPECT_GT(runs.rounds_completed, 0u);
    }
}

TEST(MachinesFleet, PromisesHoldForSeedsNobodyHasTried) {
  const uint64_t first = FreshSeed();
  for (const char* mix : {"default", "heavy"})
    for (const bool secure : {false, true})
      ExpectPromisesHold({.secure = secure, .faults = FaultMix(mix).value()}, first, kFresh);
}

}  // namespace
}  // namespace hansa::testing

// The simulation finds what it should: each planted bug (common/base/planted_bug.h) breaks a
// promise within a thousand seeds, in the very plans that hold without it.

#include <gtest/gtest.h>

#include <cstdio>

#include "experiments/simulation/minimise.h"
#include "experiments/simulation/plan_text.h"

namespace hansa::testing {
namespace {

using simulation::FaultMix;
using simulation::Plan;

constexpr uint64_t kMostSeeds = 1000;

struct Found {
  Plan plan;
  simulation::Breach breach;
};

std::optional<Found> Find(PlantedBug bug) {
  Plan plan{.faults = FaultMix("heavy").value(), .bug = bug};
  const auto keys = simulation::MakeFleetKeys(plan.sites);
  for (plan.seed = 1; plan.seed <= kMostSeeds; ++plan.seed) {
    const simulation::Outcome outcome = Simulate(plan, keys).value();
    if (!outcome.breaches.empty()) return Found{plan, outcome.breaches.front()};
  }
  return std::nullopt;
}

class PlantedBugs : public ::testing::TestWithParam<PlantedBug> {};

TEST_P(PlantedBugs, IsFoundWithinAThousandSeeds) {
  const auto found = Find(GetParam());
  ASSERT_TRUE(found.has_value());
  std::printf("%s: found by %s after %llu seeds: %s\n",
              std::string(simulation::NameOf(GetParam())).c_str(), found->breach.invariant.c_str(),
              static_cast<unsigned long long>(found->plan.seed), found->breach.what.c_str());
  // The same seed without the bug keeps every promise: it was the bug that was found.
  Plan healthy = found->plan;
  healthy.bug = PlantedBug::kNone;
  EXPECT_TRUE(Simulate(healthy, simulation::MakeFleetKeys(healthy.sites)).value().breaches.empty());
}

INSTANTIATE_TEST_SUITE_P(All, PlantedBugs,
                         ::testing::Values(PlantedBug::kSendBeforeCommit, PlantedBug::kDoubleCount,
                                           PlantedBug::kForgottenTimeout, PlantedBug::kStaleSession,
                                           PlantedBug::kQuorumOffByOne, PlantedBug::kMarkerLost),
                         [](const auto& bug) {
                           return std::string(simulation::NameOf(bug.param));
                         });

}  // namespace
}  // namespace hansa::testing

// Fleets in which one site deals shares of other secrets than it advertises, or reveals shares that
// it was not dealt: it is convicted, nobody else is, and the rounds that follow do without it.

#include <gtest/gtest.h>

#include "experiments/simulation/fleet_keys.h"
#include "experiments/simulation/plan_text.h"
#include "experiments/simulation/simulation.h"
#include "tests/support/fleet_checks.h"

namespace hansa::testing {
namespace {

using simulation::FaultMix;
using simulation::Plan;

class CheatingFleets : public ::testing::TestWithParam<PlantedBug> {
 protected:
  Plan SmallPlan() const {
    return {.sites = 6, .quorum = 3, .target = 6, .secure = true, .bug = GetParam()};
  }
};

TEST_P(CheatingFleets, GoOnWithoutTheCheat) {
  const auto keys = simulation::MakeFleetKeys(SmallPlan().sites);
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    Plan plan = SmallPlan();
    plan.seed = seed;
    const simulation::Outcome outcome = Simulate(plan, keys).value();
    EXPECT_TRUE(outcome.breaches.empty()) << outcome.breaches.front().what;
    EXPECT_TRUE(outcome.job_succeeded) << outcome.job_reason;
    EXPECT_EQ(outcome.convicted, 1u) << seed;
    EXPECT_EQ(outcome.rounds_completed, plan.rounds);
    // It costs at most the session that it was found in: of training, or of an evaluation. A false
    // share costs that where as many were needed as there were neighbours.
    EXPECT_LE(outcome.rounds_failed, 1u);
  }
}

TEST_P(CheatingFleets, KeepTheirPromisesUnderCrashes) {
  Plan plan = SmallPlan();
  plan.failures_allowed = 1000;
  plan.faults = FaultMix("crashes").value();
  const simulation::SeedRuns runs = ExpectPromisesHold(plan, 7000, 100);
  EXPECT_GT(runs.jobs_succeeded, runs.seeds / 2);
}

INSTANTIATE_TEST_SUITE_P(Both, CheatingFleets,
                         ::testing::Values(PlantedBug::kFalseDealing, PlantedBug::kFalseShare),
                         [](const auto& bug) {
                           return std::string(simulation::NameOf(bug.param));
                         });

// Nobody can tell whose input was noise. The sum is out of range, the round is lost, and from then
// on sites are summed in groups that are drawn anew each round: one group's sum is lost, the others
// serve.
TEST(FleetsWithAFalseInput, GoOnInGroups) {
  const Plan small = {.sites = 9,
                      .rounds = 5,
                      .quorum = 3,
                      .target = 9,
                      .secure = true,
                      .bug = PlantedBug::kFalseInput};
  const auto keys = simulation::MakeFleetKeys(small.sites);
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    Plan plan = small;
    plan.seed = seed;
    const simulation::Outcome outcome = Simulate(plan, keys).value();
    EXPECT_TRUE(outcome.breaches.empty()) << outcome.breaches.front().what;
    EXPECT_TRUE(outcome.job_succeeded) << outcome.job_reason;
    EXPECT_EQ(outcome.convicted, 0u) << "nothing proves whose it was";
    EXPECT_EQ(outcome.rounds_completed, plan.rounds);
    EXPECT_LE(outcome.rounds_failed, 1u) << seed;
  }
}

}  // namespace
}  // namespace hansa::testing

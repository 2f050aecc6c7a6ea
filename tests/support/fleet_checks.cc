#include "tests/support/fleet_checks.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <random>

#include "experiments/simulation/minimise.h"
#include "experiments/simulation/plan_text.h"

namespace hansa::testing {

simulation::SeedRuns ExpectPromisesHold(const simulation::Plan& plan, uint64_t first,
                                        uint64_t count) {
  simulation::SeedRuns runs = simulation::RunSeeds(plan, first, first + count - 1).value();
  EXPECT_EQ(runs.seeds, count);
  for (const simulation::FailedSeed& failed : runs.failed) {
    const simulation::Minimised smallest = Minimise(failed.plan, failed.breach);
    ADD_FAILURE() << "seed " << failed.plan.seed << " breaks " << failed.breach.invariant << ": "
                  << failed.breach.what
                  << "\nthe smallest plan found, for tests/simulation/cases:\n\n# "
                  << smallest.breach.what << "\n"
                  << ToText(smallest.plan);
  }
  return runs;
}

uint64_t FreshSeed() {
  const uint64_t seed = std::random_device()() * uint64_t{1000} + 1'000'000;
  std::printf("fresh seeds from %llu\n", static_cast<unsigned long long>(seed));
  return seed;
}

double ShareCompleted(const simulation::SeedRuns& runs) {
  const auto completed = static_cast<double>(runs.rounds_completed);
  return completed / (completed + static_cast<double>(runs.rounds_failed));
}

}  // namespace hansa::testing

#pragma once
// Simulated fleets in tests: many seeds of a plan, each failure with the smallest plan that shows
// it.

#include <cstdint>

#include "experiments/simulation/seed_runs.h"

namespace hansa::testing {

// Runs `count` seeds from `first` and adds a test failure for each that breaks a promise, with its
// plan made small.
simulation::SeedRuns ExpectPromisesHold(const simulation::Plan& plan, uint64_t first,
                                        uint64_t count);

// Where seeds nobody has tried start: another number in every process, printed, so that a failure
// can be run again.
uint64_t FreshSeed();

// The share of attempts of rounds that completed.
double ShareCompleted(const simulation::SeedRuns& runs);

}  // namespace hansa::testing

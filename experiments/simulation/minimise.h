#pragma once
// From a plan that breaks a promise to the smallest one found that still breaks the same.

#include <functional>

#include "experiments/simulation/simulation.h"

namespace hansa::simulation {

struct Minimised {
  Plan plan;
  Breach breach;      // of the smaller plan; the same invariant as the given one's
  uint32_t runs = 0;  // simulations that it took
};

// Greedy: kinds of faults off, fewer sites and rounds, no evaluation, faults for a shorter time;
// again until nothing helps or `most_runs` are spent. `plan` must fail with `breach`.
Minimised Minimise(const Plan& plan, const Breach& breach, uint32_t most_runs = 400);

}  // namespace hansa::simulation

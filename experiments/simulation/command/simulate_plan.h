#pragma once
// From what was typed to plans.

#include "experiments/simulation/command/simulate_command.h"

namespace hansa::simulation {

struct SeedRange {
  uint64_t first = 1, last = 1;
};
// "7" or "1..100". kUsage for anything else.
Result<SeedRange> SeedsOf(const std::string& text);

// The plan of every seed. kUsage naming the option that does not fit.
Result<Plan> PlanOf(const SimulateOptions& options);

}  // namespace hansa::simulation

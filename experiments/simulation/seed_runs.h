#pragma once
// Many seeds of one kind of plan: each in one thread, as many at once as there are cores.

#include <functional>

#include "experiments/simulation/simulation.h"

namespace hansa::simulation {

struct FailedSeed {
  Plan plan;
  Breach breach;  // the first
};

struct SeedRuns {
  uint64_t seeds = 0;
  std::vector<FailedSeed> failed;  // by seed
  uint64_t jobs_succeeded = 0;
  uint64_t rounds_completed = 0, rounds_failed = 0, site_rounds = 0, events = 0;
  std::map<std::string, uint64_t> resumed_in;
  FaultCounts faults{};
  double virtual_seconds = 0;
  double seconds = 0;  // of this machine
};

// `plan` for each seed from `first` to `last`. `progress`, when set, is told now and then, in no
// particular thread but never twice at once. kBadInput as Simulate().
Result<SeedRuns> RunSeeds(const Plan& plan, uint64_t first, uint64_t last,
                          const std::function<void(const SeedRuns&)>& progress = {});

}  // namespace hansa::simulation

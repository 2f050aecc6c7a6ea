#pragma once
// What a simulation prints.

#include <nlohmann/json.hpp>
#include <string>

#include "experiments/simulation/command/simulate_command.h"
#include "experiments/simulation/minimise.h"
#include "experiments/simulation/seed_runs.h"

namespace hansa::simulation {

// One line for people, while it runs and at its end.
std::string Summary(const SeedRuns& runs);

// The last line of --json.
nlohmann::json ToJson(const SimulateOptions& options, const SeedRuns& runs);

// A failing seed with its smallest plan, ready to be kept under tests/simulation/cases.
// `crypto` is named with it: randomness differs.
std::string ToText(const FailedSeed& failed, const Minimised& smallest, const std::string& crypto);

}  // namespace hansa::simulation

#pragma once
// The command `simulate`, the same in hansa-lab (real cryptography) and in hansa-simulate-stand-in.

#include <CLI/App.hpp>
#include <cstdint>
#include <string>

#include "common/base/result.h"
#include "experiments/simulation/plan.h"

namespace hansa::simulation {

struct SimulateOptions {
  uint32_t clients = 5;
  uint32_t rounds = 3;
  uint32_t jobs = 1;
  double pause_every = 0;  // seconds; 0: never
  double over_select = 1;  // times the target that a round asks
  std::string policy = "uniform";
  double cooldown = 0;  // seconds
  bool threshold = false;
  uint32_t piece = 0;        // bytes
  uint64_t spool_bound = 0;  // bytes; 0: none
  bool script = false;
  std::string seeds = "1..100";
  std::string faults = "default";
  std::string secure = "off";
  std::string profile = "complete";
  uint32_t largest_group = 0;  // 0: as the profile allows
  std::string evaluate = "on";
  std::string crypto;  // "real" or "stand-in"
  double hours = 0;    // 0: until the job's rounds are done
  std::string plant = "none";
  std::string replay;  // a plan's file: then nothing else counts
  bool json = false;
};

// Adds the options to `command`. Defaults as given in `options`, which outlives the parsing.
void AddSimulateOptions(CLI::App& command, SimulateOptions& options);

// Runs with the cryptography that this program links. kWorkFailed when a promise was broken;
// kUsage or kBadInput when the options make no fleet.
Result<> RunSimulate(const SimulateOptions& options);

}  // namespace hansa::simulation

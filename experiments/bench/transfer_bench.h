#pragma once
// How fast a model gets from the coordinator to its sites, and their updates back, with real
// processes over loopback: the coordinator serves one file, each agent stores, hashes and checks
// what comes; then each agent sends its update, which the coordinator spools and hashes. Before
// each direction the bare pump, and one that also writes what it gets into files, measured while
// the fleet does nothing.

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>

#include "common/base/result.h"
#include "experiments/bench/transfer_limit.h"

namespace hansa::bench {

inline constexpr std::chrono::minutes kTransferLimit(10);  // of whatever a bench waits for

struct TransferBenchOptions {
  size_t clients = 4;
  uint64_t megabytes = 400;        // of the model
  bool secure = false;             // updates are masked, and the sum is unmasked
  uint32_t ring_bits = 32;         // of an element of an update: 32 makes it as large as the model
  std::filesystem::path programs;  // where the programs are
  std::function<void(const std::string&)> progress;  // a line for a person
};

// One direction: all sites at once, from the first byte to the last.
struct Transferred {
  uint64_t bytes = 0;  // to or from each site
  Pace ours, bare, storing;
  uint64_t coordinator_peak_bytes = 0;
  uint64_t agent_peak_bytes = 0;  // of the largest

  double ratio() const { return ours.bytes_per_second / bare.bytes_per_second; }
};

struct TransferBench {
  uint64_t model_bytes = 0;
  size_t chunk_bytes = 0;
  Transferred down, up;
  uint64_t making_peak_bytes = 0;     // coordinator, from its start until the first model is there
  uint64_t preparing_peak_bytes = 0;  // of the largest agent: training over, its update is encoded
  uint64_t adding_peak_bytes = 0;     // coordinator, from the first update to the end of the round
  double round_seconds = 0;           // from the first update's first byte to the end of the round
};

Result<TransferBench> RunTransferBench(const TransferBenchOptions& options);

}  // namespace hansa::bench

#pragma once
// How fast a model gets from the coordinator to its sites, with real processes over loopback: the
// coordinator serves one file, each agent stores, hashes and checks what comes. Beside it the bare
// pump, measured in the same run.

#include <filesystem>
#include <functional>
#include <string>

#include "common/base/result.h"

namespace hansa::bench {

struct TransferBenchOptions {
  size_t clients = 4;
  uint64_t megabytes = 400;                          // of the model
  std::filesystem::path programs;                    // where the programs are
  std::function<void(const std::string&)> progress;  // a line for a person
};

struct TransferBench {
  uint64_t model_bytes = 0;
  size_t chunk_bytes = 0;
  double download_bytes_per_second = 0;  // all sites together, from the first start to the last end
  double limit_bytes_per_second = 0;
  // What it took of all processors together, coordinator and agents; what a machine with idle
  // processors would be bound by, whatever else it does.
  double cpu_seconds = 0, limit_cpu_seconds = 0;
  uint64_t coordinator_peak_bytes = 0;  // since its start: the initial model is made, too
  uint64_t serving_peak_bytes = 0;      // from the first request on
  uint64_t agent_peak_bytes = 0;        // of the largest
};

Result<TransferBench> RunTransferBench(const TransferBenchOptions& options);

}  // namespace hansa::bench

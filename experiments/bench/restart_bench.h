#pragma once
// How long a coordinator takes from its start as a process until it accepts connections, with many
// sites and versions behind it, beside one with none.

#include <filesystem>
#include <functional>
#include <string>

#include "common/base/result.h"

namespace hansa::bench {

struct RestartBenchOptions {
  uint32_t sites = 1000;
  uint32_t versions = 1000;
  unsigned starts = 5;
  std::filesystem::path programs;                    // where hansa-coordinator is
  std::function<void(const std::string&)> progress;  // a line for a person
};

struct RestartBench {
  double seconds = 0;        // median
  double worst_seconds = 0;  // the first start, with nothing of it read before, is among them
  double limit_seconds = 0;  // median of the empty one
};

Result<RestartBench> RunRestartBench(const RestartBenchOptions& options);

}  // namespace hansa::bench

#pragma once
// What a coordinator with many idle sites costs: processor and memory while nothing happens, and
// how long it takes until all are back after it was killed. The limits beside it: one process that
// has the same sites enrolled and none connected, for the memory.

#include <filesystem>
#include <functional>
#include <string>

#include "common/base/result.h"
#include "common/base/time.h"

namespace hansa::bench {

struct IdleBenchOptions {
  uint32_t sites = 1000;
  Duration idle = seconds(20);       // how long is measured
  Duration patience = seconds(180);  // for all to be there
  bool restart = true;               // kill the coordinator, and wait until all are back
  std::filesystem::path programs;    // where hansa-coordinator is
  std::function<void(const std::string&)> progress;
};

struct IdleBench {
  double connect_seconds = 0;      // until all are there, from the first connection
  double cpu_share = 0;            // of one core, while idle
  uint64_t empty_bytes = 0;        // resident, all enrolled, none connected
  uint64_t idle_bytes = 0;         // resident, all connected
  uint64_t peak_bytes = 0;         // while all connected at once
  double bytes_per_site = 0;       // idle less empty
  double return_seconds = 0;       // from the new process's ready line until all are back
  uint64_t return_peak_bytes = 0;  // of the new process
  double return_cpu_seconds = 0;   // that it used
};

// kWorkFailed when not all sites come, or come back, within the patience.
Result<IdleBench> RunIdleBench(const IdleBenchOptions& options);

}  // namespace hansa::bench

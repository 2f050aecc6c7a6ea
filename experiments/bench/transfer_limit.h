#pragma once
// What one machine can move at best between a bare ZeroMQ ROUTER with CURVE and N DEALERs, each
// with a context of its own: the same chunk to each in turn, or from each as fast as it goes, and
// one SHA-256 over all that each receiver gets of each sender. Nothing is asked for or checked; it
// is written into files only when `store` is given.

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "common/base/result.h"

namespace hansa::bench {

struct PumpOptions {
  enum class Way { kDown, kUp };
  Way way = Way::kDown;
  size_t dealers = 4;
  uint64_t bytes = 0;  // to or from each
  size_t chunk = 0;
  std::filesystem::path store;  // a folder, in which a file is made for each of them; empty: none
};

// All dealers together, from the first chunk sent to the last taken.
struct Pace {
  uint64_t bytes = 0;
  double bytes_per_second = 0;
  // Of all processors together, receivers and senders; what a machine with idle processors would be
  // bound by, whatever else it does.
  double cpu_seconds = 0;
  double stolen_seconds = 0;  // meanwhile, by other machines of the same host (stolen_time.h)

  double cpu_per_byte() const { return cpu_seconds / static_cast<double>(bytes); }
};
Result<Pace> MeasurePump(const PumpOptions& options);

}  // namespace hansa::bench

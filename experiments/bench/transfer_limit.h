#pragma once
// What one machine can move at best between a bare ZeroMQ ROUTER with CURVE and N DEALERs, each
// with a context of its own: the same chunk to each in turn, or from each as fast as it goes, and
// one SHA-256 over all that each receiver gets of each sender. Nothing is asked for, checked, or
// written anywhere.

#include <cstddef>
#include <cstdint>

#include "common/base/result.h"

namespace hansa::bench {

struct PumpOptions {
  enum class Way { kDown, kUp };
  Way way = Way::kDown;
  size_t dealers = 4;
  uint64_t bytes = 0;  // to or from each
  size_t chunk = 0;
};

struct PumpResult {
  // All dealers together, from the first chunk sent to the last hashed.
  double bytes_per_second = 0;
  double cpu_seconds = 0;  // of everybody
};
Result<PumpResult> MeasurePump(const PumpOptions& options);

}  // namespace hansa::bench

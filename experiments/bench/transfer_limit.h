#pragma once
// What one machine can move at best: a bare ZeroMQ ROUTER with CURVE that sends the same chunk to N
// DEALERs in turn, each with a context of its own and one SHA-256 over all it gets. Nothing is
// asked for, checked, or written anywhere.

#include <cstddef>
#include <cstdint>

#include "common/base/result.h"

namespace hansa::bench {

struct PumpOptions {
  size_t dealers = 4;
  uint64_t bytes = 0;  // to each
  size_t chunk = 0;
};

struct PumpResult {
  double bytes_per_second =
      0;                   // all dealers together, from the first chunk sent to the last hashed
  double cpu_seconds = 0;  // of everybody
};
Result<PumpResult> MeasurePump(const PumpOptions& options);

}  // namespace hansa::bench

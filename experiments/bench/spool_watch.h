#pragma once
// When vectors arrive at a coordinator, as its spool shows it from outside: each is a file that
// grows, whose bytes are hashed as they are written.

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "common/base/result.h"
#include "common/base/time.h"

namespace hansa::bench {

struct SpoolWatch {
  std::filesystem::path uploads;  // <session>/<vector> below it
  size_t vectors = 0;
  uint64_t bytes = 0;  // of each

  // Waits until all are complete.
  Result<Instant> AwaitAll(Instant until) const;
};

}  // namespace hansa::bench

#pragma once
// How long to wait before the next attempt: doubling, with jitter, so that a fleet that lost its
// coordinator does not come back all at once.

#include <cstdint>

#include "common/base/random_source.h"
#include "common/base/time.h"

namespace hansa::transport {

class Backoff {
 public:
  Backoff(Duration first, Duration longest, RandomSource& random)
      : first_(first), longest_(longest), random_(random) {}

  // Half to all of min(longest, first * 2^n) at the nth failure in a row (n from 0).
  Duration Next();
  void Reset() { failures_ = 0; }

 private:
  Duration first_;
  Duration longest_;
  RandomSource& random_;
  uint32_t failures_ = 0;
};

}  // namespace hansa::transport

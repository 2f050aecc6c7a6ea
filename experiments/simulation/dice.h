#pragma once
// The decisions of a simulation: a small fast generator (SplitMix64, Steele et al. 2014). Streams
// of one seed are apart, so that turning one kind of fault off leaves the others' luck as it was.

#include <cstdint>

#include "common/base/time.h"

namespace hansa::simulation {

class Dice {
 public:
  Dice(uint64_t seed, uint64_t stream) : state_(seed * 0x9E3779B97F4A7C15U ^ stream << 32) {
    Next();
    state_ ^= Next();
  }

  uint64_t Next() {
    uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }
  // `probability` in [0, 1]; 0 draws nothing.
  bool Chance(double probability) {
    constexpr double kSteps = 9007199254740992.0;  // 2^53
    return probability > 0 && static_cast<double>(Next() >> 11) < probability * kSteps;
  }
  // In [0, bound); bound above 0. The bias of the remainder is of no matter here.
  uint64_t Below(uint64_t bound) { return Next() % bound; }
  Duration Between(Duration least, Duration most) {
    const auto span = static_cast<uint64_t>((most - least).count()) + 1;
    return least + Duration(static_cast<Duration::rep>(Below(span)));
  }

 private:
  uint64_t state_;
};

}  // namespace hansa::simulation

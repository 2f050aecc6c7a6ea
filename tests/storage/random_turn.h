#pragma once
// Turns drawn from few names, so that they meet each other: some are taken, some are refused.

#include <random>
#include <vector>

#include "coordinator/storage/records.h"

namespace hansa::coordinator {

class RandomTurns {
 public:
  explicit RandomTurns(uint64_t seed, uint64_t largest_event_bytes = 3000)
      : random_(seed), largest_event_bytes_(largest_event_bytes) {}
  std::vector<Record> Next();

 private:
  uint64_t Below(uint64_t bound) {
    return std::uniform_int_distribution<uint64_t>(0, bound - 1)(random_);
  }
  Record NextRecord();
  std::string AnyJob() { return std::string(1, static_cast<char>('a' + Below(3))); }
  std::string AnySite() { return "00112233445566a" + std::to_string(Below(4)); }

  std::mt19937_64 random_;
  uint64_t largest_event_bytes_;
  uint64_t numbers_ = 0;
};

}  // namespace hansa::coordinator

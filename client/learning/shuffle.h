#pragma once
// The order in which an epoch visits the rows: our own, so that it is the same with every LibTorch.

#include <cstdint>
#include <vector>

namespace hansa::client {

class Shuffler {
 public:
  explicit Shuffler(uint64_t seed) : state_(seed) {}

  // A uniform permutation of 0 .. rows-1 (Fisher-Yates). Successive calls give successive epochs.
  // rows < 2^32.
  const std::vector<uint32_t>& Next(uint64_t rows);

 private:
  uint32_t Below(uint32_t bound);

  uint64_t state_;
  std::vector<uint32_t> order_;
};

}  // namespace hansa::client

#include "client/learning/shuffle.h"

#include <limits>
#include <numeric>
#include <utility>

#include "common/base/check.h"

namespace hansa::client {
namespace {

// SplitMix64 (Steele, Lea, Flood 2014). Good enough for an order of rows; no secret depends on it.
uint64_t SplitMix64(uint64_t& state) {
  uint64_t z = (state += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

}  // namespace

// Without bias: Lemire, "Fast random integer generation in an interval" (2019).
uint32_t Shuffler::Below(uint32_t bound) {
  const uint32_t threshold = -bound % bound;
  while (true) {
    const uint64_t product = (SplitMix64(state_) >> 32) * bound;
    if (static_cast<uint32_t>(product) >= threshold) return static_cast<uint32_t>(product >> 32);
  }
}

const std::vector<uint32_t>& Shuffler::Next(uint64_t rows) {
  HANSA_CHECK(rows <= std::numeric_limits<uint32_t>::max());
  order_.resize(static_cast<size_t>(rows));
  std::iota(order_.begin(), order_.end(), 0u);
  for (uint32_t left = static_cast<uint32_t>(rows); left > 1; --left)
    std::swap(order_[left - 1], order_[Below(left)]);
  return order_;
}

}  // namespace hansa::client

#pragma once
// What an adversary does with seeds of 16 bits: tries them. Two unknown masks are met in the
// middle, so that 2^32 pairs cost little more than 2^16.

#include <array>
#include <vector>

#include "common/secagg/ring.h"

namespace hansa::secagg_test {

class SmallSeeds {
 public:
  // Made once: masks of all seeds that are zero after their first two bytes.
  static const SmallSeeds& Get();

  // Whether a vector of 32-bit elements less one of the masks is within +-bound everywhere that is
  // looked at. Of a uniform vector this says so with a probability below 2^-150 for bounds of 1000.
  bool OneFits(const secagg::RingVector& vector, int64_t bound) const;
  // The same for two masks, each added or subtracted.
  bool TwoFit(const secagg::RingVector& vector, bool first_added, bool second_added,
              int64_t bound) const;

 private:
  static constexpr size_t kSeeds = 1 << 16;
  static constexpr size_t kElements = 8;
  using Start = std::array<uint32_t, kElements>;

  SmallSeeds();
  bool Fits(const Start& rest, uint32_t bound) const;

  std::vector<Start> masks_;
  std::vector<uint32_t> by_first_;  // seeds, by the first element of their mask
};

}  // namespace hansa::secagg_test

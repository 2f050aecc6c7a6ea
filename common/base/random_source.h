#pragma once
// Randomness as the machines see it: given to them. `common/crypto/random.h` has the real source
// and the seeded one.

#include <array>
#include <cstdint>
#include <span>

namespace hansa {

class RandomSource {
 public:
  virtual ~RandomSource() = default;
  virtual void Fill(std::span<uint8_t> out) = 0;

  uint64_t NextU64() {
    std::array<uint8_t, 8> bytes;
    Fill(bytes);
    uint64_t value = 0;
    for (int i = 7; i >= 0; --i) value = value << 8 | bytes[static_cast<size_t>(i)];
    return value;
  }
};

}  // namespace hansa

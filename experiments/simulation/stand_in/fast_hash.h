#pragma once
// 256 bits of any bytes, by folded multiplications: no collisions by chance, no safety at all.

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "common/base/bytes.h"
#include "common/crypto/hash.h"

namespace hansa::stand_in {

class FastHash {
 public:
  explicit FastHash(std::string_view purpose);

  FastHash& Update(ByteSpan data) {
    length_ += data.size();
    if (held_ != 0 || data.size() < kBlock) return Hold(data);
    while (data.size() >= kBlock) {
      Absorb(data.data());
      data = data.subspan(kBlock);
    }
    return data.empty() ? *this : Hold(data);
  }
  FastHash& Number(uint64_t number) {
    std::array<uint8_t, 8> bytes;
    std::memcpy(bytes.data(), &number, bytes.size());
    return Update(bytes);
  }
  // With its length, so that neighbouring fields cannot be shifted into one another.
  FastHash& Field(ByteSpan data) { return Number(data.size()).Update(data); }
  crypto::Digest Finish();

 private:
  static constexpr size_t kBlock = 32;

  FastHash& Hold(ByteSpan data);
  void Absorb(const uint8_t* block);

  std::array<uint64_t, 4> state_;
  std::array<uint8_t, kBlock> block_;
  size_t held_ = 0;
  uint64_t length_ = 0;
};

// Words that a key and a counter give; any of them at once.
inline uint64_t StreamWord(uint64_t key, uint64_t counter) {
  uint64_t z = key + counter * 0x9E3779B97F4A7C15U;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31);
}

// Those words from `counter` on, as bytes; the last one may be cut.
void FillStream(uint64_t key, uint64_t counter, std::span<uint8_t> out);

}  // namespace hansa::stand_in

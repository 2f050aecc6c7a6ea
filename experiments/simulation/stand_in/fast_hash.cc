#include "experiments/simulation/stand_in/fast_hash.h"

#include <algorithm>

#include "experiments/simulation/stand_in/marker.h"

namespace hansa::stand_in {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr uint64_t kA = 0xA0761D6478BD642FU, kB = 0xE7037ED1A0B428DBU, kC = 0x8EBC6AF09C88C6E3U,
                   kD = 0x589965CC75374CC3U;

uint64_t Fold(uint64_t a, uint64_t b) {
  const Wide product = Wide{a} * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

uint64_t Word(const uint8_t* bytes) {
  uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof(word));
  return word;
}

}  // namespace

FastHash::FastHash(std::string_view purpose) {
  std::memcpy(state_.data(), kMarker.data(), sizeof(state_));
  state_[0] ^= purpose.size() << 8 | (purpose.empty() ? 0U : static_cast<uint8_t>(purpose[0]));
  state_[1] ^= purpose.empty() ? 0U : static_cast<uint64_t>(purpose.back()) << 32;
}

void FastHash::Absorb(const uint8_t* block) {
  const uint64_t a = state_[0] ^ Word(block), b = state_[1] ^ Word(block + 8),
                 c = state_[2] ^ Word(block + 16), d = state_[3] ^ Word(block + 24);
  state_ = {Fold(a ^ kA, b ^ kB) + d, Fold(b ^ kC, c ^ kD) + a, Fold(c ^ kB, d ^ kA) + b,
            Fold(d ^ kD, a ^ kC) + c};
}

FastHash& FastHash::Hold(ByteSpan data) {
  while (!data.empty()) {
    const size_t count = std::min(data.size(), kBlock - held_);
    std::memcpy(block_.data() + held_, data.data(), count);
    held_ += count;
    data = data.subspan(count);
    if (held_ < kBlock) continue;
    Absorb(block_.data());
    held_ = 0;
  }
  return *this;
}

void FillStream(uint64_t key, uint64_t counter, std::span<uint8_t> out) {
  const size_t words = out.size() / sizeof(uint64_t);
  for (size_t i = 0; i < words; ++i) {
    const uint64_t word = StreamWord(key, counter + i);
    std::memcpy(out.data() + i * sizeof(word), &word, sizeof(word));
  }
  const std::span<uint8_t> rest = out.subspan(words * sizeof(uint64_t));
  const uint64_t last = StreamWord(key, counter + words);
  if (!rest.empty()) std::memcpy(rest.data(), &last, rest.size());
}

crypto::Digest FastHash::Finish() {
  std::memset(block_.data() + held_, 0, kBlock - held_);
  Absorb(block_.data());
  std::array<uint64_t, 4> end = {length_, kA, kB, kC};
  for (int i = 0; i < 3; ++i) {
    std::memcpy(block_.data(), end.data(), kBlock);
    Absorb(block_.data());
  }
  crypto::Digest digest;
  std::memcpy(digest.data(), state_.data(), digest.size());
  return digest;
}

}  // namespace hansa::stand_in

#include "common/crypto/random.h"

#include <openssl/rand.h>

#include <algorithm>
#include <array>

#include "common/base/check.h"
#include "common/crypto/hash.h"
#include "common/crypto/mask_stream.h"

namespace hansa::crypto {
namespace {

constexpr size_t kSystemPieceBytes = 1 << 20;  // RAND_priv_bytes counts in int
constexpr size_t kBufferBytes = 4096;

SecretBytes StreamSeed(uint64_t seed, std::string_view label) {
  Bytes input;
  AppendLittleEndian(input, seed);
  Append(input, AsSpan(label));
  return SecretBytes(ByteSpan(Sha256(input)).first(kMaskSeedBytes));
}

SecretBytes DrawnSeed(RandomSource& source) {
  SecretBytes seed(kMaskSeedBytes);
  source.Fill(seed.RevealMutable());
  return seed;
}

}  // namespace

void SystemRandom::Fill(std::span<uint8_t> out) {
  while (!out.empty()) {
    const std::span<uint8_t> piece = out.first(std::min(out.size(), kSystemPieceBytes));
    HANSA_CHECK(RAND_priv_bytes(piece.data(), static_cast<int>(piece.size())) == 1);
    out = out.subspan(piece.size());
  }
}

struct SeededRandom::State {
  explicit State(const SecretBytes& seed) : stream(seed) {}
  MaskStream stream;
  uint64_t offset = 0;  // of the next buffer
  std::array<uint8_t, kBufferBytes> buffer;
  size_t used = kBufferBytes;
};

SeededRandom::SeededRandom(uint64_t seed, std::string_view label)
    : state_(std::make_unique<State>(StreamSeed(seed, label))) {}
SeededRandom::SeededRandom(RandomSource& source)
    : state_(std::make_unique<State>(DrawnSeed(source))) {}
SeededRandom::~SeededRandom() = default;

void SeededRandom::Fill(std::span<uint8_t> out) {
  while (!out.empty()) {
    if (state_->used == kBufferBytes) {
      state_->stream.Fill(state_->offset, state_->buffer);
      state_->offset += kBufferBytes;
      state_->used = 0;
    }
    const size_t count = std::min(out.size(), kBufferBytes - state_->used);
    std::copy_n(state_->buffer.begin() + static_cast<std::ptrdiff_t>(state_->used), count,
                out.begin());
    state_->used += count;
    out = out.subspan(count);
  }
}

}  // namespace hansa::crypto

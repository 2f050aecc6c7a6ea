#pragma once
// The mask generator: AES-128-CTR keystream (NIST SP 800-38A) read as little-endian ring elements,
// seekable. Initial counter block = nonce(12) || 0x00000000, counter big-endian in the last four
// bytes (suite 1).

#include <memory>
#include <span>

#include "common/base/secret_bytes.h"

namespace hansa::crypto {

inline constexpr size_t kMaskSeedBytes = 28;  // key(16) || nonce(12)

// What becomes of the bytes that a keystream meets: they are overwritten, or, read as elements of
// 32 or 64 bits, the keystream's are added to them or subtracted from them.
enum class KeystreamUse : uint8_t { kWrite, kAdd32, kSubtract32, kAdd64, kSubtract64 };

// One stream. Not thread-safe; cheap to make.
class MaskStream {
 public:
  explicit MaskStream(const SecretBytes& seed);  // kMaskSeedBytes
  ~MaskStream();
  MaskStream(MaskStream&&) noexcept;
  MaskStream& operator=(MaskStream&&) noexcept;

  // Uses the keystream from `byte_offset` on (a multiple of 16) on `bytes`: whole elements, at any
  // address. No allocation.
  void Apply(KeystreamUse use, uint64_t byte_offset, std::span<uint8_t> bytes);
  void Fill(uint64_t byte_offset, std::span<uint8_t> out) {
    Apply(KeystreamUse::kWrite, byte_offset, out);
  }

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hansa::crypto

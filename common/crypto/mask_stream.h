#pragma once
// The mask generator: AES-128-CTR keystream (NIST SP 800-38A) read as little-endian ring elements,
// seekable. Initial counter block = nonce(12) || 0x00000000, counter big-endian in the last four
// bytes (suite 1).

#include <memory>
#include <span>

#include "common/base/secret_bytes.h"

namespace hansa::crypto {

inline constexpr size_t kMaskSeedBytes = 28;  // key(16) || nonce(12)

// One stream. Not thread-safe; cheap to make.
class MaskStream {
 public:
  explicit MaskStream(const SecretBytes& seed);  // kMaskSeedBytes
  ~MaskStream();
  MaskStream(MaskStream&&) noexcept;
  MaskStream& operator=(MaskStream&&) noexcept;

  // Writes keystream bytes from `byte_offset` on (a multiple of 16).
  void Fill(uint64_t byte_offset, std::span<uint8_t> out);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hansa::crypto

#pragma once
// Bytes that nobody may see: wiped on destruction, compared in constant time, not printable, not
// copied by accident.

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "common/base/bytes.h"

namespace hansa {

// Overwrites memory in a way the compiler keeps.
void WipeMemory(std::span<uint8_t> memory);

class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(size_t size) : bytes_(size) {}
  explicit SecretBytes(ByteSpan bytes) : bytes_(bytes.begin(), bytes.end()) {}
  ~SecretBytes() { WipeMemory(bytes_); }

  SecretBytes(SecretBytes&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  SecretBytes& operator=(SecretBytes&& other) noexcept {
    if (this != &other) {
      WipeMemory(bytes_);
      bytes_ = std::exchange(other.bytes_, {});
    }
    return *this;
  }
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  SecretBytes Clone() const { return SecretBytes(Reveal()); }

  size_t size() const { return bytes_.size(); }
  bool empty() const { return bytes_.empty(); }

  // The one way in; grep for it.
  ByteSpan Reveal() const { return bytes_; }
  std::span<uint8_t> RevealMutable() { return bytes_; }

  // Constant time in the contents (not in the length).
  bool operator==(const SecretBytes& other) const;

 private:
  std::vector<uint8_t> bytes_;
};

}  // namespace hansa

#pragma once
// SHA-256 (FIPS 180-4).

#include <array>
#include <cstdint>
#include <memory>

#include "common/base/bytes.h"

namespace hansa::crypto {

using Digest = std::array<uint8_t, 32>;

Digest Sha256(ByteSpan data);

// For data that arrives in pieces. Not thread-safe.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(Sha256Stream&&) noexcept;
  Sha256Stream& operator=(Sha256Stream&&) noexcept;
  void Update(ByteSpan data);
  Digest Finish();  // once

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hansa::crypto

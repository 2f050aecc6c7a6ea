#pragma once
// CURVE keys (32 bytes, X25519) and who holds them, as the transport sees it.

#include <array>
#include <cstdint>

#include "common/base/secret_bytes.h"

namespace hansa::transport {

using CurvePublic = std::array<uint8_t, 32>;

struct CurveKeyPair {
  CurvePublic public_key{};
  SecretBytes secret_key;
};

// Clamped X25519 key pair from libzmq.
CurveKeyPair GenerateCurveKeyPair();
CurvePublic CurvePublicOf(const SecretBytes& secret_key);

}  // namespace hansa::transport

#pragma once
// HKDF with SHA-256 (RFC 5869), extract and expand.

#include "common/base/secret_bytes.h"

namespace hansa::crypto {

// length <= 255 * 32.
SecretBytes HkdfSha256(ByteSpan input_key, ByteSpan salt, ByteSpan info, size_t length);

}  // namespace hansa::crypto

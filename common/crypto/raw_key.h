#pragma once
// X25519 keys as raw bytes to and from OpenSSL. Only .cc files of this folder include
// it.

#include <array>

#include "common/base/bytes.h"
#include "common/base/secret_bytes.h"
#include "common/crypto/openssl_ptr.h"

namespace hansa::crypto::openssl {

inline constexpr size_t kRawKeyBytes = 32;

Key PrivateKey(const SecretBytes& secret);
Key PublicKey(const std::array<uint8_t, kRawKeyBytes>& bytes);
std::array<uint8_t, kRawKeyBytes> PublicBytes(const EVP_PKEY& key);

}  // namespace hansa::crypto::openssl

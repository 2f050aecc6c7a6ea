#pragma once
// Ed25519 and X25519 keys as raw bytes to and from OpenSSL. Only .cc files of this folder include
// it.

#include <array>

#include "common/base/bytes.h"
#include "common/base/secret_bytes.h"
#include "common/crypto/openssl_ptr.h"

namespace hansa::crypto::openssl {

inline constexpr size_t kRawKeyBytes = 32;

// `algorithm` is EVP_PKEY_ED25519 or EVP_PKEY_X25519.
Key PrivateKey(int algorithm, const SecretBytes& secret);
Key PublicKey(int algorithm, const std::array<uint8_t, kRawKeyBytes>& bytes);
std::array<uint8_t, kRawKeyBytes> PublicBytes(const EVP_PKEY& key);

}  // namespace hansa::crypto::openssl

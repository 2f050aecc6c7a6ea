#pragma once
// AES-256-GCM (NIST SP 800-38D). One key seals at most one message per nonce; callers derive a key
// per message.

#include <optional>

#include "common/base/secret_bytes.h"

namespace hansa::crypto {

inline constexpr size_t kGcmKeyBytes = 32;
inline constexpr size_t kGcmNonceBytes = 12;
inline constexpr size_t kGcmTagBytes = 16;

// Ciphertext followed by the 16-byte tag.
Bytes SealAes256Gcm(const SecretBytes& key, ByteSpan nonce, ByteSpan associated_data,
                    ByteSpan plaintext);
// Empty when the tag does not fit: the message is not from the key's holder, or was altered.
std::optional<SecretBytes> OpenAes256Gcm(const SecretBytes& key, ByteSpan nonce,
                                         ByteSpan associated_data, ByteSpan sealed);

}  // namespace hansa::crypto

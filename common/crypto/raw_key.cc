#include "common/crypto/raw_key.h"

#include "common/base/check.h"

namespace hansa::crypto::openssl {

Key PrivateKey(const SecretBytes& secret) {
  HANSA_CHECK(secret.size() == kRawKeyBytes);
  Key key(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, secret.Reveal().data(), kRawKeyBytes));
  HANSA_CHECK(key != nullptr);
  return key;
}

Key PublicKey(const std::array<uint8_t, kRawKeyBytes>& bytes) {
  // Any 32 bytes are taken here; whether they are a point shows when the key is used.
  Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, bytes.data(), bytes.size()));
  HANSA_CHECK(key != nullptr);
  return key;
}

std::array<uint8_t, kRawKeyBytes> PublicBytes(const EVP_PKEY& key) {
  std::array<uint8_t, kRawKeyBytes> bytes;
  size_t length = bytes.size();
  HANSA_CHECK(EVP_PKEY_get_raw_public_key(&key, bytes.data(), &length) == 1 &&
              length == bytes.size());
  return bytes;
}

}  // namespace hansa::crypto::openssl

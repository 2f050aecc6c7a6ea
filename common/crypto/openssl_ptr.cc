#include "common/crypto/openssl_ptr.h"

#include "common/base/check.h"

namespace hansa::crypto::openssl {
namespace {

EVP_CIPHER* FetchCipher(const char* name) {
  EVP_CIPHER* cipher = EVP_CIPHER_fetch(nullptr, name, nullptr);
  HANSA_CHECK(cipher != nullptr);
  return cipher;
}

EVP_MD* FetchDigest(const char* name) {
  EVP_MD* digest = EVP_MD_fetch(nullptr, name, nullptr);
  HANSA_CHECK(digest != nullptr);
  return digest;
}

}  // namespace

// Plain pointers, never freed: OpenSSL tears itself down at exit in an order we do not control.
const EVP_MD* Sha256Algorithm() {
  static const EVP_MD* const digest = FetchDigest("SHA2-256");
  return digest;
}

const EVP_CIPHER* Aes128Ctr() {
  static const EVP_CIPHER* const cipher = FetchCipher("AES-128-CTR");
  return cipher;
}

const EVP_CIPHER* Aes256Gcm() {
  static const EVP_CIPHER* const cipher = FetchCipher("AES-256-GCM");
  return cipher;
}

}  // namespace hansa::crypto::openssl

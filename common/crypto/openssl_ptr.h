#pragma once
// Owners of OpenSSL objects, and the algorithms fetched once. Only .cc files of this folder include
// it.

#include <openssl/evp.h>

#include <memory>

namespace hansa::crypto::openssl {

struct Free {
  void operator()(EVP_MD_CTX* p) const { EVP_MD_CTX_free(p); }
  void operator()(EVP_CIPHER_CTX* p) const { EVP_CIPHER_CTX_free(p); }
  void operator()(EVP_MAC_CTX* p) const { EVP_MAC_CTX_free(p); }
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
  void operator()(EVP_PKEY_CTX* p) const { EVP_PKEY_CTX_free(p); }
};

using MdContext = std::unique_ptr<EVP_MD_CTX, Free>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Free>;
using MacContext = std::unique_ptr<EVP_MAC_CTX, Free>;
using Key = std::unique_ptr<EVP_PKEY, Free>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free>;

// Fetching costs more than hashing a short message, so each algorithm is fetched at its first use
// and kept until the process ends. Thread-safe.
const EVP_MD* Sha256Algorithm();
const EVP_CIPHER* Aes128Ctr();
const EVP_CIPHER* Aes256Gcm();

}  // namespace hansa::crypto::openssl

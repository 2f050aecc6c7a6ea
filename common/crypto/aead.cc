#include "common/crypto/aead.h"

#include <climits>

#include "common/base/check.h"
#include "common/crypto/openssl_ptr.h"

namespace hansa::crypto {
namespace {

using InitFunction = decltype(&EVP_EncryptInit_ex2);

openssl::CipherContext Start(InitFunction init, const SecretBytes& key, ByteSpan nonce) {
  HANSA_CHECK(key.size() == kGcmKeyBytes && nonce.size() == kGcmNonceBytes);
  openssl::CipherContext context(EVP_CIPHER_CTX_new());
  HANSA_CHECK(context != nullptr && init(context.get(), openssl::Aes256Gcm(), key.Reveal().data(),
                                         nonce.data(), nullptr) == 1);
  return context;
}

// OpenSSL counts in int. Messages are bounded long before (common/base/limits.h).
int Length(ByteSpan bytes) {
  HANSA_CHECK(bytes.size() <= INT_MAX);
  return static_cast<int>(bytes.size());
}

}  // namespace

Bytes SealAes256Gcm(const SecretBytes& key, ByteSpan nonce, ByteSpan associated_data,
                    ByteSpan plaintext) {
  const openssl::CipherContext context = Start(EVP_EncryptInit_ex2, key, nonce);
  Bytes sealed(plaintext.size() + kGcmTagBytes);
  uint8_t* const tag = sealed.data() + plaintext.size();
  int written = 0;
  HANSA_CHECK(associated_data.empty() ||
              EVP_EncryptUpdate(context.get(), nullptr, &written, associated_data.data(),
                                Length(associated_data)) == 1);
  HANSA_CHECK(plaintext.empty() || EVP_EncryptUpdate(context.get(), sealed.data(), &written,
                                                     plaintext.data(), Length(plaintext)) == 1);
  HANSA_CHECK(EVP_EncryptFinal_ex(context.get(), tag, &written) == 1);
  HANSA_CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, int{kGcmTagBytes}, tag) ==
              1);
  return sealed;
}

std::optional<SecretBytes> OpenAes256Gcm(const SecretBytes& key, ByteSpan nonce,
                                         ByteSpan associated_data, ByteSpan sealed) {
  if (sealed.size() < kGcmTagBytes) return std::nullopt;
  const openssl::CipherContext context = Start(EVP_DecryptInit_ex2, key, nonce);
  const ByteSpan ciphertext = sealed.first(sealed.size() - kGcmTagBytes);
  std::array<uint8_t, kGcmTagBytes> tag;
  std::copy_n(sealed.end() - kGcmTagBytes, kGcmTagBytes, tag.begin());
  SecretBytes opened(ciphertext.size());
  int written = 0;
  HANSA_CHECK(associated_data.empty() ||
              EVP_DecryptUpdate(context.get(), nullptr, &written, associated_data.data(),
                                Length(associated_data)) == 1);
  HANSA_CHECK(ciphertext.empty() ||
              EVP_DecryptUpdate(context.get(), opened.RevealMutable().data(), &written,
                                ciphertext.data(), Length(ciphertext)) == 1);
  HANSA_CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, int{kGcmTagBytes},
                                  tag.data()) == 1);
  uint8_t nothing = 0;
  if (EVP_DecryptFinal_ex(context.get(), &nothing, &written) != 1) return std::nullopt;
  return opened;
}

}  // namespace hansa::crypto

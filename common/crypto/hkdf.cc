#include "common/crypto/hkdf.h"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include <array>

#include "common/base/check.h"
#include "common/crypto/openssl_ptr.h"

namespace hansa::crypto {
namespace {

constexpr size_t kBlock = 32;
using Block = std::array<uint8_t, kBlock>;

// Finds HMAC and its digest by name once; each use copies the result.
EVP_MAC_CTX* MakeHmacSha256() {
  EVP_MAC* hmac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  HANSA_CHECK(hmac != nullptr);
  EVP_MAC_CTX* context = EVP_MAC_CTX_new(hmac);
  HANSA_CHECK(context != nullptr);
  char digest[] = "SHA2-256";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
      OSSL_PARAM_construct_end()};
  HANSA_CHECK(EVP_MAC_CTX_set_params(context, parameters) == 1);
  EVP_MAC_free(hmac);  // the context keeps it alive
  return context;
}

class HmacSha256 {
 public:
  explicit HmacSha256(ByteSpan key) : context_(EVP_MAC_CTX_dup(Prototype())) {
    // A null key would mean "the key already set".
    static constexpr uint8_t kEmpty = 0;
    const uint8_t* bytes = key.empty() ? &kEmpty : key.data();
    HANSA_CHECK(context_ != nullptr &&
                EVP_MAC_init(context_.get(), bytes, key.size(), nullptr) == 1);
  }
  void Restart() { HANSA_CHECK(EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1); }
  void Update(ByteSpan data) {
    HANSA_CHECK(EVP_MAC_update(context_.get(), data.data(), data.size()) == 1);
  }
  void Finish(Block& out) {
    size_t length = 0;
    HANSA_CHECK(EVP_MAC_final(context_.get(), out.data(), &length, out.size()) == 1 &&
                length == kBlock);
  }

 private:
  static const EVP_MAC_CTX* Prototype() {
    static const EVP_MAC_CTX* const prototype = MakeHmacSha256();
    return prototype;
  }
  openssl::MacContext context_;
};

}  // namespace

SecretBytes HkdfSha256(ByteSpan input_key, ByteSpan salt, ByteSpan info, size_t length) {
  HANSA_CHECK(length <= 255 * kBlock);
  Block block;
  HmacSha256 extract(salt);
  extract.Update(input_key);
  extract.Finish(block);

  HmacSha256 expand(block);
  SecretBytes output(length);
  std::span<uint8_t> rest = output.RevealMutable();
  for (uint8_t counter = 1; !rest.empty(); ++counter) {
    if (counter > 1) {
      expand.Restart();
      expand.Update(block);
    }
    expand.Update(info);
    expand.Update({&counter, 1});
    expand.Finish(block);
    const size_t count = std::min(rest.size(), kBlock);
    std::copy_n(block.begin(), count, rest.begin());
    rest = rest.subspan(count);
  }
  WipeMemory(block);
  return output;
}

}  // namespace hansa::crypto

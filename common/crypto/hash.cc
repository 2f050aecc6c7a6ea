#include "common/crypto/hash.h"

#include "common/base/check.h"
#include "common/crypto/openssl_ptr.h"

namespace hansa::crypto {
namespace {

openssl::MdContext NewContext() {
  openssl::MdContext context(EVP_MD_CTX_new());
  HANSA_CHECK(context != nullptr);
  return context;
}

}  // namespace

struct Sha256Stream::State {
  openssl::MdContext context = NewContext();
};

Sha256Stream::Sha256Stream() : state_(std::make_unique<State>()) {
  HANSA_CHECK(EVP_DigestInit_ex2(state_->context.get(), openssl::Sha256Algorithm(), nullptr) == 1);
}
Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;

void Sha256Stream::Update(ByteSpan data) {
  HANSA_CHECK(EVP_DigestUpdate(state_->context.get(), data.data(), data.size()) == 1);
}

Digest Sha256Stream::Finish() {
  Digest digest;
  HANSA_CHECK(EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr) == 1);
  return digest;
}

Digest Sha256(ByteSpan data) {
  // Kept per thread: making a context costs as much as hashing a short message.
  thread_local const openssl::MdContext context = NewContext();
  Digest digest;
  HANSA_CHECK(EVP_DigestInit_ex2(context.get(), openssl::Sha256Algorithm(), nullptr) == 1 &&
              EVP_DigestUpdate(context.get(), data.data(), data.size()) == 1 &&
              EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1);
  return digest;
}

}  // namespace hansa::crypto

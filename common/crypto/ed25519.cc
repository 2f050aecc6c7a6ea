#include "common/crypto/ed25519.h"

#include <sodium.h>

#include "common/base/check.h"

namespace hansa::crypto {
namespace {

constexpr size_t kSeedBytes = crypto_sign_SEEDBYTES;
static_assert(std::tuple_size_v<Ed25519Public> == crypto_sign_PUBLICKEYBYTES);
static_assert(std::tuple_size_v<Ed25519Signature> == crypto_sign_BYTES);

// Once a process; what it fails at is choosing code for this processor.
void Prepare() {
  static const bool ready = sodium_init() >= 0;
  HANSA_CHECK(ready);
}

Bytes SignedText(std::string_view context, ByteSpan payload) {
  Bytes text;
  text.reserve(context.size() + payload.size());
  Append(text, AsSpan(context));
  Append(text, payload);
  return text;
}

}  // namespace

struct SigningKey::Prepared {
  SecretBytes seed_and_public{crypto_sign_SECRETKEYBYTES};
};

SigningKey SigningKey::Generate(RandomSource& random) {
  SecretBytes seed(kSeedBytes);
  random.Fill(seed.RevealMutable());
  return FromSeed(std::move(seed));
}

SigningKey SigningKey::FromSeed(SecretBytes seed) {
  Prepare();
  HANSA_CHECK(seed.size() == kSeedBytes);
  auto prepared = std::make_shared<Prepared>();
  Ed25519Public pub;
  HANSA_CHECK(crypto_sign_seed_keypair(pub.data(),
                                       prepared->seed_and_public.RevealMutable().data(),
                                       seed.Reveal().data()) == 0);
  return SigningKey(std::move(seed), std::move(prepared), pub);
}

Ed25519Signature SigningKey::Sign(std::string_view context, ByteSpan payload) const {
  const Bytes text = SignedText(context, payload);
  Ed25519Signature signature;
  HANSA_CHECK(crypto_sign_detached(signature.data(), nullptr, text.data(), text.size(),
                                   prepared_->seed_and_public.Reveal().data()) == 0);
  return signature;
}

bool VerifyEd25519(const Ed25519Public& key, std::string_view context, ByteSpan payload,
                   ByteSpan signature) {
  if (signature.size() != std::tuple_size_v<Ed25519Signature>) return false;
  Prepare();
  const Bytes text = SignedText(context, payload);
  return crypto_sign_verify_detached(signature.data(), text.data(), text.size(), key.data()) == 0;
}

}  // namespace hansa::crypto

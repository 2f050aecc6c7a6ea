// A signature is a digest under the public key: whoever changes a byte is noticed, whoever makes
// one up is not.

#include "common/crypto/ed25519.h"

#include "experiments/simulation/stand_in/fast_hash.h"

namespace hansa::crypto {
namespace {

Ed25519Signature SignatureUnder(const Ed25519Public& key, std::string_view context,
                                ByteSpan payload) {
  const Digest digest =
      stand_in::FastHash("signature").Update(key).Field(AsSpan(context)).Field(payload).Finish();
  Ed25519Signature signature{};
  std::copy(digest.begin(), digest.end(), signature.begin());
  std::copy(key.begin(), key.end(), signature.begin() + digest.size());
  return signature;
}

}  // namespace

SigningKey SigningKey::Generate(RandomSource& random) {
  SecretBytes seed(std::tuple_size_v<Ed25519Public>);
  random.Fill(seed.RevealMutable());
  return FromSeed(std::move(seed));
}

SigningKey SigningKey::FromSeed(SecretBytes seed) {
  const Ed25519Public pub = stand_in::FastHash("signing key").Update(seed.Reveal()).Finish();
  return SigningKey(std::move(seed), nullptr, pub);
}

Ed25519Signature SigningKey::Sign(std::string_view context, ByteSpan payload) const {
  return SignatureUnder(public_, context, payload);
}

bool VerifyEd25519(const Ed25519Public& key, std::string_view context, ByteSpan payload,
                   ByteSpan signature) {
  const Ed25519Signature expected = SignatureUnder(key, context, payload);
  return std::equal(expected.begin(), expected.end(), signature.begin(), signature.end());
}

}  // namespace hansa::crypto

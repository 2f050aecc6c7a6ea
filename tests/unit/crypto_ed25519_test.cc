#include <gtest/gtest.h>

#include "common/crypto/contexts.h"
#include "common/crypto/ed25519.h"
#include "common/crypto/random.h"

namespace hansa::crypto {
namespace {

constexpr std::array kContexts = {
    context::kInvitation,    context::kSite,      context::kCoordinator, context::kRevocation,
    context::kSessionParams, context::kAdvertise, context::kShares,      context::kMasked,
    context::kAlive,         context::kManifest};

SigningKey TestKey(uint64_t seed = 1) {
  SeededRandom random(seed, "ed25519");
  return SigningKey::Generate(random);
}

TEST(Ed25519, SignatureOfOneContextFitsNoOther) {
  const SigningKey key = TestKey();
  const Bytes payload = ToBytes("payload");
  for (const std::string_view signed_as : kContexts) {
    const Ed25519Signature signature = key.Sign(signed_as, payload);
    for (const std::string_view read_as : kContexts) {
      EXPECT_EQ(VerifyEd25519(key.public_key(), read_as, payload, signature), read_as == signed_as)
          << signed_as << read_as;
    }
  }
}

// context || payload would be ambiguous if one context began another.
TEST(Ed25519, NoContextBeginsAnother) {
  for (const std::string_view one : kContexts) {
    EXPECT_EQ(one.find('\n'), one.size() - 1) << one;
    for (const std::string_view other : kContexts) {
      EXPECT_TRUE(one == other || !other.starts_with(one)) << one << other;
    }
  }
}

TEST(Ed25519, RefusesAlteredPayloadKeyAndSignature) {
  const SigningKey key = TestKey();
  const Bytes payload = ToBytes("payload");
  const Ed25519Signature signature = key.Sign(context::kSite, payload);
  EXPECT_FALSE(VerifyEd25519(key.public_key(), context::kSite, AsSpan("payloae"), signature));
  EXPECT_FALSE(VerifyEd25519(TestKey(2).public_key(), context::kSite, payload, signature));
  for (size_t bit = 0; bit < signature.size() * 8; ++bit) {
    Ed25519Signature altered = signature;
    altered[bit / 8] ^= static_cast<uint8_t>(1 << (bit % 8));
    EXPECT_FALSE(VerifyEd25519(key.public_key(), context::kSite, payload, altered)) << bit;
  }
}

TEST(Ed25519, RefusesSignaturesOfEveryOtherLength) {
  const SigningKey key = TestKey();
  const Ed25519Signature signature = key.Sign(context::kSite, {});
  Bytes longer(signature.begin(), signature.end());
  longer.push_back(0);
  for (size_t length = 0; length <= longer.size(); ++length) {
    EXPECT_EQ(VerifyEd25519(key.public_key(), context::kSite, {}, ByteSpan(longer).first(length)),
              length == signature.size());
  }
}

TEST(Ed25519, CloneSignsAlike) {
  const SigningKey key = TestKey();
  const SigningKey clone = key.Clone();
  EXPECT_TRUE(clone.seed() == key.seed());
  EXPECT_EQ(clone.Sign("", AsSpan("x")), key.Sign("", AsSpan("x")));
}

TEST(Ed25519, AnyBytesAreAKeyToRefuse) {
  SeededRandom random(3, "ed25519");
  for (int i = 0; i < 200; ++i) {
    Ed25519Public key;
    Ed25519Signature signature;
    random.Fill(key);
    random.Fill(signature);
    EXPECT_FALSE(VerifyEd25519(key, "", AsSpan("x"), signature));
  }
}

// RFC 8032's equation holds for every message with these: the neutral point as key and as R, S = 0.
TEST(Ed25519, KeyOfSmallOrderVerifiesNothing) {
  const Ed25519Public neutral = {1};
  const Ed25519Signature signature = {1};
  EXPECT_FALSE(VerifyEd25519(neutral, "", AsSpan("x"), signature));
}

}  // namespace
}  // namespace hansa::crypto

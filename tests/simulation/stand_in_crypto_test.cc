// What the stand-in cryptography must keep for a simulation to mean anything.

#include <gtest/gtest.h>

#include <algorithm>

#include "common/crypto/aead.h"
#include "common/crypto/ed25519.h"
#include "common/crypto/hash.h"
#include "common/crypto/hkdf.h"
#include "common/crypto/mask_stream.h"
#include "common/crypto/random.h"
#include "common/crypto/x25519.h"

namespace hansa::crypto {
namespace {

Bytes Text(size_t size) {
  Bytes text(size);
  SeededRandom(size, "text").Fill(text);
  return text;
}

TEST(StandIn, DigestsDifferForEveryChangedBitAndEveryLength) {
  for (const size_t size : {1, 31, 32, 33, 200}) {
    const Bytes text = Text(size);
    const Digest digest = Sha256(text);
    for (size_t bit = 0; bit < 8 * size; ++bit) {
      Bytes changed = text;
      changed[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
      EXPECT_NE(Sha256(changed), digest);
    }
    Bytes longer = text;
    longer.push_back(0);
    EXPECT_NE(Sha256(longer), digest);
  }
}

TEST(StandIn, ADigestDoesNotDependOnThePieces) {
  const Bytes text = Text(333);
  for (const size_t piece : {1, 7, 32, 100}) {
    Sha256Stream stream;
    for (size_t at = 0; at < text.size(); at += piece)
      stream.Update(ByteSpan(text).subspan(at, std::min(piece, text.size() - at)));
    EXPECT_EQ(stream.Finish(), Sha256(text));
  }
}

TEST(StandIn, KeyAgreementCommutes) {
  SeededRandom random(1, "keys");
  for (int i = 0; i < 100; ++i) {
    const X25519Key a = X25519Key::Generate(random), b = X25519Key::Generate(random),
                    c = X25519Key::Generate(random);
    EXPECT_TRUE(IsAcceptableX25519Public(a.public_key()));
    EXPECT_TRUE(*a.Agree(b.public_key()) == *b.Agree(a.public_key()));
    EXPECT_FALSE(*a.Agree(b.public_key()) == *a.Agree(c.public_key()));
    EXPECT_EQ(X25519Key::FromSecret(a.secret().Clone()).public_key(), a.public_key());
  }
}

TEST(StandIn, MasksOfOneSeedAreTheSameFromAnyOffset) {
  const SecretBytes seed(ByteSpan(Text(kMaskSeedBytes)));
  Bytes whole(1000), part(500);
  MaskStream(seed).Fill(0, whole);
  MaskStream(seed).Fill(160, part);
  EXPECT_TRUE(std::equal(part.begin(), part.end(), whole.begin() + 160));
}

TEST(StandIn, SignaturesNoticeEveryChange) {
  SeededRandom random(1, "keys");
  const SigningKey key = SigningKey::Generate(random), other = SigningKey::Generate(random);
  const Bytes text = Text(100);
  const Ed25519Signature signature = key.Sign("context", text);
  EXPECT_TRUE(VerifyEd25519(key.public_key(), "context", text, signature));
  EXPECT_FALSE(VerifyEd25519(other.public_key(), "context", text, signature));
  EXPECT_FALSE(VerifyEd25519(key.public_key(), "contexts", text, signature));
  EXPECT_FALSE(VerifyEd25519(key.public_key(), "context", ByteSpan(text).first(99), signature));
  for (size_t i = 0; i < signature.size(); ++i) {
    Ed25519Signature changed = signature;
    changed[i] ^= 1;
    EXPECT_FALSE(VerifyEd25519(key.public_key(), "context", text, changed)) << i;
  }
}

TEST(StandIn, SealedTextOpensUnchangedOrNotAtAll) {
  const SecretBytes key(ByteSpan(Text(kGcmKeyBytes)));
  const Bytes nonce = Text(kGcmNonceBytes), plain = Text(80), label = Text(20);
  const Bytes sealed = SealAes256Gcm(key, nonce, label, plain);
  EXPECT_EQ(sealed.size(), plain.size() + kGcmTagBytes);
  EXPECT_TRUE(*OpenAes256Gcm(key, nonce, label, sealed) == SecretBytes(ByteSpan(plain)));
  EXPECT_FALSE(OpenAes256Gcm(key, nonce, plain, sealed).has_value());
  for (size_t i = 0; i < sealed.size(); ++i) {
    Bytes changed = sealed;
    changed[i] ^= 1;
    EXPECT_FALSE(OpenAes256Gcm(key, nonce, label, changed).has_value()) << i;
  }
}

TEST(StandIn, DerivedKeysDependOnEveryInput) {
  const Bytes a = Text(32), b = Text(33);
  const SecretBytes key = HkdfSha256(a, a, a, 70);
  EXPECT_EQ(key.size(), 70u);
  EXPECT_FALSE(key == HkdfSha256(b, a, a, 70));
  EXPECT_FALSE(key == HkdfSha256(a, b, a, 70));
  EXPECT_FALSE(key == HkdfSha256(a, a, b, 70));
}

}  // namespace
}  // namespace hansa::crypto

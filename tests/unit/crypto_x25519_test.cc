#include <gtest/gtest.h>

#include "common/crypto/random.h"
#include "common/crypto/x25519.h"

namespace hansa::crypto {
namespace {

// 2^255 - 19 + difference, little-endian, for differences of one byte.
X25519Public NearPrime(int difference) {
  X25519Public key;
  key.fill(0xff);
  key[0] = static_cast<uint8_t>(0xed + difference);
  key[31] = 0x7f;
  return key;
}

TEST(X25519, BothSidesAgree) {
  SeededRandom random(1, "x25519");
  const X25519Key a = X25519Key::Generate(random);
  const X25519Key b = X25519Key::Generate(random);
  const auto ab = a.Agree(b.public_key());
  const auto ba = b.Agree(a.public_key());
  ASSERT_TRUE(ab && ba);
  EXPECT_TRUE(*ab == *ba);
  EXPECT_EQ(X25519Key::FromSecret(a.secret().Clone()).public_key(), a.public_key());
}

TEST(X25519, RefusesKeysFromThePrimeOn) {
  EXPECT_TRUE(IsAcceptableX25519Public(NearPrime(-2)));
  EXPECT_FALSE(IsAcceptableX25519Public(NearPrime(-1)));  // order 2 or 4 on curve or twist
  for (int difference = 0; difference <= 18; ++difference)
    EXPECT_FALSE(IsAcceptableX25519Public(NearPrime(difference))) << difference;
}

TEST(X25519, RefusesKeysWithTheTopBitSet) {
  SeededRandom random(2, "x25519");
  const X25519Key key = X25519Key::Generate(random);
  X25519Public other_spelling = key.public_key();
  other_spelling[31] |= 0x80;
  EXPECT_TRUE(IsAcceptableX25519Public(key.public_key()));
  EXPECT_FALSE(IsAcceptableX25519Public(other_spelling));
  EXPECT_FALSE(key.Agree(other_spelling).has_value());
}

TEST(X25519, GeneratedKeysAreAcceptable) {
  SeededRandom random(3, "x25519");
  for (int i = 0; i < 100; ++i)
    EXPECT_TRUE(IsAcceptableX25519Public(X25519Key::Generate(random).public_key()));
}

}  // namespace
}  // namespace hansa::crypto

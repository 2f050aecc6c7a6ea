#include <gtest/gtest.h>

#include "common/crypto/x25519.h"
#include "common/transport/curve_keys.h"

namespace hansa::transport {
namespace {

TEST(CurveKeys, ThePublicKeyFollowsFromTheSecretOne) {
  const CurveKeyPair pair = GenerateCurveKeyPair();
  EXPECT_EQ(CurvePublicOf(pair.secret_key), pair.public_key);
  // The same function as the rest of the system uses, from another library.
  EXPECT_EQ(crypto::X25519Key::FromSecret(pair.secret_key.Clone()).public_key(), pair.public_key);
}

TEST(CurveKeys, AreFresh) {
  EXPECT_NE(GenerateCurveKeyPair().public_key, GenerateCurveKeyPair().public_key);
}

}  // namespace
}  // namespace hansa::transport

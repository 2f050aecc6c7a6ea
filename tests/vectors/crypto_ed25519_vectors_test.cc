// Ed25519: RFC 8032 section 7.1, Wycheproof. The vectors have no context, so ours is empty here.

#include <gtest/gtest.h>

#include "common/crypto/ed25519.h"
#include "tests/vectors/vector_file.h"

namespace hansa::crypto {
namespace {

using vectors::ReadVectors;
using vectors::VectorRow;

TEST(Ed25519Vectors, Rfc8032) {
  for (const VectorRow& row : ReadVectors("rfc8032_ed25519", 5, 5)) {
    SCOPED_TRACE("test " + row.Text(0));
    const SigningKey key = SigningKey::FromSeed(row.Secret(1));
    const Bytes message = row.Octets(3);
    EXPECT_EQ(key.public_key(), row.Array<32>(2));
    EXPECT_EQ(key.Sign("", message), row.Array<64>(4));
    EXPECT_TRUE(VerifyEd25519(key.public_key(), "", message, row.Octets(4)));
  }
}

TEST(Ed25519Vectors, Wycheproof) {
  size_t invalid = 0;
  for (const VectorRow& row : ReadVectors("wycheproof_ed25519", 5, 151)) {
    const bool valid = row.Text(1) == "valid";
    invalid += valid ? 0 : 1;
    EXPECT_EQ(VerifyEd25519(row.Array<32>(2), "", row.Octets(3), row.Octets(4)), valid)
        << "case " << row.Text(0);
  }
  EXPECT_EQ(invalid, 63u);
}

}  // namespace
}  // namespace hansa::crypto

// X25519: RFC 7748 sections 5.2 and 6.1, Wycheproof. Keys that the RFC would reduce and points of
// low order are refused; the numbers for them still hold once the key is reduced.

#include <gtest/gtest.h>

#include "common/crypto/x25519.h"
#include "tests/vectors/vector_file.h"

namespace hansa::crypto {
namespace {

using vectors::ReadVectors;
using vectors::VectorRow;

// RFC 7748 section 5: the top bit is dropped, the rest taken modulo 2^255 - 19. What remains after
// the bit is below 2^255, so one subtraction (adding 19 modulo 2^255) is enough.
X25519Public Reduce(X25519Public key) {
  key[31] &= 0x7f;
  X25519Public sum;
  unsigned carry = 19;
  for (size_t i = 0; i < key.size(); ++i) {
    carry += key[i];
    sum[i] = static_cast<uint8_t>(carry);
    carry >>= 8;
  }
  if ((sum[31] & 0x80) == 0) return key;
  sum[31] &= 0x7f;
  return sum;
}

void CheckAgreement(const X25519Key& own, const X25519Public& peer, const SecretBytes& expected) {
  EXPECT_TRUE(IsAcceptableX25519Public(peer));
  const std::optional<SecretBytes> shared = own.Agree(peer);
  ASSERT_TRUE(shared.has_value());
  EXPECT_TRUE(*shared == expected);
}

void CheckRefusal(const X25519Key& own, const X25519Public& peer) {
  EXPECT_FALSE(IsAcceptableX25519Public(peer));
  EXPECT_FALSE(own.Agree(peer).has_value());
}

// Columns: name kind private public shared.
void CheckRow(const VectorRow& row) {
  SCOPED_TRACE("case " + row.Text(0));
  const X25519Key own = X25519Key::FromSecret(row.Secret(2));
  const X25519Public peer = row.Array<32>(3);
  if (row.Text(1) == "agree") {
    CheckAgreement(own, peer, row.Secret(4));
  } else if (row.Text(1) == "noncanonical") {
    CheckRefusal(own, peer);
    CheckAgreement(own, Reduce(peer), row.Secret(4));
  } else {
    ASSERT_EQ(row.Text(1), "zero");
    EXPECT_TRUE(row.Secret(4) == SecretBytes(size_t{32}));
    CheckRefusal(own, peer);
    CheckRefusal(own, Reduce(peer));
  }
}

TEST(X25519Vectors, Rfc7748) {
  for (const VectorRow& row : ReadVectors("rfc7748_x25519", 5, 4)) CheckRow(row);
}

TEST(X25519Vectors, Rfc7748PublicKeys) {
  const std::vector<VectorRow> rows = ReadVectors("rfc7748_x25519", 5, 4);
  EXPECT_EQ(X25519Key::FromSecret(rows[2].Secret(2)).public_key(), rows[3].Array<32>(3));
  EXPECT_EQ(X25519Key::FromSecret(rows[3].Secret(2)).public_key(), rows[2].Array<32>(3));
}

TEST(X25519Vectors, Rfc7748Iterated) {
  SecretBytes k(size_t{32});
  k.RevealMutable()[0] = 9;
  X25519Public u{9};
  uint64_t done = 0;
  for (const VectorRow& row : ReadVectors("rfc7748_x25519_iterated", 2, 2)) {
    for (; done < row.Number(0); ++done) {
      std::optional<SecretBytes> next = X25519Key::FromSecret(k.Clone()).Agree(u);
      ASSERT_TRUE(next.has_value()) << "step " << done;
      std::copy_n(k.Reveal().begin(), u.size(), u.begin());
      k = std::move(*next);
    }
    EXPECT_EQ(Hex(k.Reveal()), row.Text(1));
  }
  EXPECT_EQ(done, 1000u);
}

TEST(X25519Vectors, Wycheproof) {
  for (const VectorRow& row : ReadVectors("wycheproof_x25519", 5, 518)) CheckRow(row);
}

}  // namespace
}  // namespace hansa::crypto

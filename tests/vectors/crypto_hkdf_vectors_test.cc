// HKDF-SHA256: RFC 5869 appendix A, Wycheproof.

#include <gtest/gtest.h>

#include "common/crypto/hkdf.h"
#include "tests/vectors/vector_file.h"

namespace hansa::crypto {
namespace {

using vectors::ReadVectors;
using vectors::VectorRow;

TEST(HkdfVectors, Rfc5869) {
  for (const VectorRow& row : ReadVectors("rfc5869_hkdf_sha256", 6, 3)) {
    const SecretBytes output =
        HkdfSha256(row.Octets(1), row.Octets(2), row.Octets(3), row.Number(4));
    EXPECT_EQ(Hex(output.Reveal()), row.Text(5)) << "case " << row.Text(0);
  }
}

TEST(HkdfVectors, Wycheproof) {
  size_t too_long = 0;
  for (const VectorRow& row : ReadVectors("wycheproof_hkdf_sha256", 7, 86)) {
    if (row.Text(1) == "invalid") {  // all of them ask for more than 255 blocks
      EXPECT_GT(row.Number(5), 255u * 32u) << "case " << row.Text(0);
      ++too_long;
      continue;
    }
    const SecretBytes output =
        HkdfSha256(row.Octets(2), row.Octets(3), row.Octets(4), row.Number(5));
    EXPECT_EQ(Hex(output.Reveal()), row.Text(6)) << "case " << row.Text(0);
  }
  EXPECT_EQ(too_long, 3u);
}

// The length is always ours to choose, so asking for too much is a bug of ours.
TEST(HkdfVectorsDeathTest, WycheproofTooLong) {
  for (const VectorRow& row : ReadVectors("wycheproof_hkdf_sha256", 7, 86)) {
    if (row.Text(1) != "invalid") continue;
    EXPECT_DEATH(HkdfSha256(row.Octets(2), row.Octets(3), row.Octets(4), row.Number(5)),
                 "internal error");
  }
}

}  // namespace
}  // namespace hansa::crypto

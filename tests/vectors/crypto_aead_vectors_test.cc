// AES-256-GCM: the test cases of the GCM specification behind NIST SP 800-38D, Wycheproof.

#include <gtest/gtest.h>

#include "common/crypto/aead.h"
#include "tests/vectors/vector_file.h"

namespace hansa::crypto {
namespace {

using vectors::ReadVectors;
using vectors::VectorRow;

// Columns: case result key nonce associated_data plaintext ciphertext tag.
void CheckRow(const VectorRow& row) {
  SCOPED_TRACE("case " + row.Text(0));
  const SecretBytes key = row.Secret(2);
  const Bytes nonce = row.Octets(3);
  const Bytes associated_data = row.Octets(4);
  const Bytes plaintext = row.Octets(5);
  Bytes sealed = row.Octets(6);
  Append(sealed, row.Octets(7));
  const std::optional<SecretBytes> opened = OpenAes256Gcm(key, nonce, associated_data, sealed);
  if (row.Text(1) == "valid") {
    EXPECT_EQ(SealAes256Gcm(key, nonce, associated_data, plaintext), sealed);
    ASSERT_TRUE(opened.has_value());
    EXPECT_TRUE(*opened == SecretBytes(ByteSpan(plaintext)));
  } else {
    ASSERT_EQ(row.Text(1), "invalid");
    EXPECT_FALSE(opened.has_value());
  }
}

TEST(AeadVectors, GcmSpecification) {
  for (const VectorRow& row : ReadVectors("gcm_specification", 8, 4)) CheckRow(row);
}

TEST(AeadVectors, Wycheproof) {
  size_t invalid = 0;
  for (const VectorRow& row : ReadVectors("wycheproof_aes_256_gcm", 8, 66)) {
    CheckRow(row);
    invalid += row.Text(1) == "invalid" ? 1 : 0;
  }
  EXPECT_EQ(invalid, 27u);
}

}  // namespace
}  // namespace hansa::crypto

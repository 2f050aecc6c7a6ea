// SHA-256: the examples of FIPS 180-4, at once and in pieces.

#include <gtest/gtest.h>

#include "common/crypto/hash.h"
#include "tests/vectors/vector_file.h"

namespace hansa::crypto {
namespace {

using vectors::ReadVectors;
using vectors::VectorRow;

TEST(HashVectors, Fips180) {
  for (const VectorRow& row : ReadVectors("fips180_sha256", 3, 5)) {
    const Bytes piece = row.Octets(1);
    Bytes whole;
    Sha256Stream stream;
    for (uint64_t i = 0; i < row.Number(0); ++i) {
      Append(whole, piece);
      stream.Update(piece);
    }
    EXPECT_EQ(Hex(Sha256(whole)), row.Text(2));
    EXPECT_EQ(Hex(stream.Finish()), row.Text(2));
  }
}

}  // namespace
}  // namespace hansa::crypto

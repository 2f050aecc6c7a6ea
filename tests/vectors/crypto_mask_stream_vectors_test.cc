// The mask generator's keystream: NIST SP 800-38A F.5.1 and RFC 3711 appendix B.2, whose counters
// lie far into the stream, so they check seeking too.

#include <gtest/gtest.h>

#include "common/crypto/mask_stream.h"
#include "tests/vectors/vector_file.h"

namespace hansa::crypto {
namespace {

using vectors::ReadVectors;
using vectors::VectorRow;

constexpr uint64_t kBlock = 16;

MaskStream PublishedStream() {
  return MaskStream(
      SecretBytes(ByteSpan(FromHex("2b7e151628aed2a6abf7158809cf4f3c"
                                   "f0f1f2f3f4f5f6f7f8f9fafb"))));
}

TEST(MaskStreamVectors, PublishedBlocks) {
  MaskStream stream = PublishedStream();
  for (const VectorRow& row : ReadVectors("rfc3711_aes_128_ctr", 3, 7)) {
    Bytes block(kBlock);
    stream.Fill(row.Number(1, 16) * kBlock, block);
    EXPECT_EQ(Hex(block), row.Text(2)) << row.Text(0) << " " << row.Text(1);
  }
}

// The whole segment of RFC 3711 B.2 in one call: the counter crosses two byte borders.
TEST(MaskStreamVectors, PublishedSegment) {
  constexpr uint64_t kFirst = 0xfcfd0000;
  Bytes segment((0xff02 + 1) * kBlock);
  PublishedStream().Fill(kFirst * kBlock, segment);
  for (const VectorRow& row : ReadVectors("rfc3711_aes_128_ctr", 3, 7)) {
    const ByteSpan block = ByteSpan(segment).subspan((row.Number(1, 16) - kFirst) * kBlock, kBlock);
    EXPECT_EQ(Hex(block), row.Text(2)) << row.Text(0) << " " << row.Text(1);
  }
}

TEST(MaskStreamVectors, Sp80038aEncryption) {
  MaskStream stream = PublishedStream();
  for (const VectorRow& row : ReadVectors("sp800_38a_f51", 3, 4)) {
    Bytes text(kBlock);
    stream.Fill(row.Number(0, 16) * kBlock, text);
    const Bytes plaintext = row.Octets(1);
    for (size_t i = 0; i < kBlock; ++i) text[i] ^= plaintext[i];
    EXPECT_EQ(Hex(text), row.Text(2));
  }
}

}  // namespace
}  // namespace hansa::crypto

#include <gtest/gtest.h>

#include "common/crypto/blob_digest.h"

namespace hansa::crypto {
namespace {

TEST(BlobDigest, IsThatOfTheBytesOverAnyNumberOfWindows) {
  for (const size_t size : {size_t{0}, size_t{1}, kBlobWindowBytes, 2 * kBlobWindowBytes + 3}) {
    Bytes bytes(size);
    for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<uint8_t>(i % 251);
    EXPECT_EQ(*BlobSha256(*MakeBlob(bytes)), Sha256(bytes)) << size;
  }
}

}  // namespace
}  // namespace hansa::crypto

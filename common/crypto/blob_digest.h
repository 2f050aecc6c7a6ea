#pragma once
// SHA-256 of a blob, read through one window.

#include "common/base/blob.h"
#include "common/crypto/hash.h"

namespace hansa::crypto {

// Takes about two seconds a gigabyte: not for a loop thread when the blob may be large.
Result<Digest> BlobSha256(const Blob& blob);

}  // namespace hansa::crypto

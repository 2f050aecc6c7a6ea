#include "common/crypto/blob_digest.h"

namespace hansa::crypto {

Result<Digest> BlobSha256(const Blob& blob) {
  Sha256Stream hash;
  HANSA_TRY(ForEachWindow(blob, 0, [&](uint64_t, ByteSpan bytes) {
    hash.Update(bytes);
    return Success();
  }));
  return hash.Finish();
}

}  // namespace hansa::crypto

#include "common/wire/bulk_shapes.h"

#include "common/base/limits.h"
#include "common/wire/shapes.h"

namespace hansa::wire {
namespace {

// Whether it lies within anything that can be transferred.
bool IsWithin(uint64_t offset, uint64_t bytes, uint64_t size) {
  return offset <= size && bytes <= size - offset;
}

bool IsRange(uint64_t offset, uint64_t bytes) {
  return bytes > 0 && bytes <= limits::kBulkBytesUnderWay &&
         IsWithin(offset, bytes, limits::kBulkBytes);
}

}  // namespace

Fault ValidateBulk(const v1::BlobRequest& request) {
  const bool whole = request.offset() == 0 && request.bytes() == 0;
  return Checks()
      .Require(IsDigest(request.sha256()), "bad_digest")
      .Require(whole || IsRange(request.offset(), request.bytes()), "bad_range")
      .fault();
}

// Without a size: the whole of a small model, as an earlier version sends it.
Fault ValidateBulk(const v1::Blob& blob, size_t payload_bytes) {
  const bool sized = IsWithin(blob.offset(), payload_bytes, blob.size());
  const bool whole = blob.size() == 0 && blob.offset() == 0;
  return Checks()
      .Require(IsDigest(blob.sha256()), "bad_digest")
      .Require(blob.size() <= limits::kBulkBytes && (sized || whole), "bad_range")
      .fault();
}

Fault ValidateBulk(const v1::UploadRequest& request) {
  return Checks()
      .Require(IsDigest(request.sha256()), "bad_digest")
      .Require(IsRange(request.offset(), request.bytes()), "bad_range")
      .fault();
}

Fault ValidateBulk(const v1::UploadChunk& chunk, size_t payload_bytes) {
  return Checks()
      .Require(IsDigest(chunk.sha256()), "bad_digest")
      .Require(IsRange(chunk.offset(), payload_bytes), "bad_range")
      .fault();
}

Fault ValidateBulk(const v1::UploadGone& gone) {
  return Checks().Require(IsDigest(gone.sha256()), "bad_digest").fault();
}

Fault ValidateBulk(const v1::FetchBytes& request) {
  return Checks()
      .Require(IsText(request.name(), limits::kNameBytes), "bad_name")
      .Require(IsRange(request.offset(), request.bytes()), "bad_range")
      .fault();
}

Fault ValidateBulk(const v1::FetchedBytes& fetched, size_t payload_bytes) {
  return Checks().Require(IsRange(fetched.offset(), payload_bytes), "bad_range").fault();
}

bool VectorFits(uint64_t size, size_t payload_bytes) {
  if (size == 0) return IsVector(payload_bytes);
  return payload_bytes == 0 && size % 4 == 0 && size <= limits::kBulkBytes;
}

}  // namespace hansa::wire

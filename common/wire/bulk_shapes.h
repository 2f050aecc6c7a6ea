#pragma once
// The checks of the messages of bulk transfer (common/bulk), both directions.

#include "common/wire/validate.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::wire {

Fault ValidateBulk(const v1::BlobRequest& request);
Fault ValidateBulk(const v1::Blob& blob, size_t payload_bytes);
Fault ValidateBulk(const v1::UploadRequest& request);
Fault ValidateBulk(const v1::UploadChunk& chunk, size_t payload_bytes);
Fault ValidateBulk(const v1::UploadGone& gone);
Fault ValidateBulk(const v1::FetchBytes& request);
Fault ValidateBulk(const v1::FetchedBytes& fetched, size_t payload_bytes);

// Whether a vector comes as the sender says: in the payload, or (`size` above 0) to be fetched.
bool VectorFits(uint64_t size, size_t payload_bytes);

}  // namespace hansa::wire

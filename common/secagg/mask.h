#pragma once
// Masking a whole vector. Heavy; made to run on a worker thread: the work owns all that it needs. A
// vector passes through windows and is never in memory as a whole.

#include <functional>
#include <vector>

#include "common/base/blob.h"
#include "common/base/work_line.h"
#include "common/crypto/hash.h"
#include "common/secagg/mask_sum.h"

namespace hansa::secagg {

// Where a vector is written to, from its first byte to its last.
using ByteSink = std::function<Result<>(ByteSpan bytes)>;

// Writes `vector` with all masks added to `out`, and returns the digest of what was written. In
// memory: for each lane a window of at most kBlobWindowBytes, and about a KiB for each seed. Reads
// and writes are in order, one at a time each, on any of the line's threads. What is too little to
// share is done on one lane.
Result<crypto::Digest> WriteMasked(const Blob& vector, uint32_t ring_bits,
                                   const std::vector<SignedSeed>& seeds, const ByteSink& out,
                                   WorkLine& line);
// On the calling thread.
Result<crypto::Digest> WriteMasked(const Blob& vector, uint32_t ring_bits,
                                   const std::vector<SignedSeed>& seeds, const ByteSink& out);

// A site's input and every mask that it adds.
struct MaskWork {
  BlobHandle input;  // little-endian elements
  uint32_t ring_bits = 64;
  std::vector<SignedSeed> seeds;
};

// A vector of elements as it travels.
struct WrittenVector {
  BlobHandle bytes;
  crypto::Digest sha256{};
};

// The masked input, in memory: for vectors that are small. The work's hold on the plain input and
// the seeds are gone afterwards.
Result<WrittenVector> RunMask(MaskWork&& work);

}  // namespace hansa::secagg

#pragma once
// Masking: adding and removing keystreams, piece by piece with all keys, so that the accumulator
// stays in the first-level cache. Heavy; made to run on a worker thread: the work owns all that it
// needs. A vector passes through one window and is never in memory as a whole.

#include <functional>
#include <vector>

#include "common/base/blob.h"
#include "common/base/secret_bytes.h"
#include "common/crypto/hash.h"
#include "common/crypto/mask_stream.h"
#include "common/secagg/ring.h"

namespace hansa::secagg {

struct SignedSeed {
  SecretBytes seed;  // crypto::kMaskSeedBytes
  bool add = true;   // else subtract
};

// The sum of +-PRG(seed) over all seeds, for any part of a vector. Not thread-safe.
class MaskSum {
 public:
  MaskSum(const std::vector<SignedSeed>& seeds, uint32_t ring_bits);

  // elements += masks, for the part of the vector that begins at `byte_offset`, a multiple of 16.
  // No allocation.
  void AddTo(uint64_t byte_offset, std::span<uint8_t> elements);

 private:
  struct Part {
    crypto::MaskStream stream;
    bool add;
  };
  std::vector<Part> parts_;
  uint32_t ring_bits_;
};

void ApplyMasks(RingVector& vector, const std::vector<SignedSeed>& seeds);

// Where a vector is written to, from its first byte to its last.
using ByteSink = std::function<Result<>(ByteSpan bytes)>;

// Writes `vector` with all masks added to `out`, and returns the digest of what was written.
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

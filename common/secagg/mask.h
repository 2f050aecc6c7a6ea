#pragma once
// Masking: adding and removing keystreams, chunk by chunk with all keys, so that the accumulator
// stays in the first-level cache. Heavy; made to run on a worker thread: the work owns all that it
// needs.

#include <vector>

#include "common/base/secret_bytes.h"
#include "common/secagg/ring.h"

namespace hansa::secagg {

struct SignedSeed {
  SecretBytes seed;  // crypto::kMaskSeedBytes
  bool add = true;   // else subtract
};

// vector += sum of +-PRG(seed), in place. No allocation inside the loop.
void ApplyMasks(RingVector& vector, const std::vector<SignedSeed>& seeds);

// A site's input and every mask that it adds.
struct MaskWork {
  RingVector input;
  std::vector<SignedSeed> seeds;
};

// The masked input as it travels. The plain input and the seeds are gone afterwards.
Bytes RunMask(MaskWork&& work);

}  // namespace hansa::secagg

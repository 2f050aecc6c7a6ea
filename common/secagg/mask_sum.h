#pragma once
// The sum of many masks, added to any part of a vector: piece by piece with all keys, so that the
// piece stays in the first-level cache.

#include <cstdint>
#include <span>
#include <vector>

#include "common/base/secret_bytes.h"
#include "common/crypto/mask_stream.h"
#include "common/secagg/ring.h"

namespace hansa::secagg {

struct SignedSeed {
  SecretBytes seed;  // crypto::kMaskSeedBytes
  bool add = true;   // else subtract
};

// The sum of +-PRG(seed) over all seeds. Not thread-safe.
class MaskSum {
 public:
  // Parts of a vector that begin at multiples of it are met at their full speed.
  static constexpr size_t kPieceBytes = 16 << 10;

  MaskSum(const std::vector<SignedSeed>& seeds, uint32_t ring_bits);

  // elements += masks, for the part of the vector that begins at `byte_offset`, a multiple of 16.
  // No allocation.
  void AddTo(uint64_t byte_offset, std::span<uint8_t> elements);

 private:
  struct Part {
    crypto::MaskStream stream;
    crypto::KeystreamUse use;
  };
  std::vector<Part> parts_;
};

void ApplyMasks(RingVector& vector, const std::vector<SignedSeed>& seeds);

}  // namespace hansa::secagg

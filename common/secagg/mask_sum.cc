#include "common/secagg/mask_sum.h"

#include <algorithm>

#include "common/base/check.h"

namespace hansa::secagg {
namespace {

using crypto::KeystreamUse;

KeystreamUse UseOf(bool add, uint32_t ring_bits) {
  HANSA_CHECK(ring_bits == 32 || ring_bits == 64);
  if (ring_bits == 32) return add ? KeystreamUse::kAdd32 : KeystreamUse::kSubtract32;
  return add ? KeystreamUse::kAdd64 : KeystreamUse::kSubtract64;
}

}  // namespace

MaskSum::MaskSum(const std::vector<SignedSeed>& seeds, uint32_t ring_bits) {
  parts_.reserve(seeds.size());
  for (const SignedSeed& seed : seeds)
    parts_.push_back({crypto::MaskStream(seed.seed), UseOf(seed.add, ring_bits)});
}

void MaskSum::AddTo(uint64_t byte_offset, std::span<uint8_t> elements) {
  for (size_t done = 0; done < elements.size(); done += kPieceBytes) {
    const std::span<uint8_t> piece =
        elements.subspan(done, std::min(kPieceBytes, elements.size() - done));
    for (Part& part : parts_) part.stream.Apply(part.use, byte_offset + done, piece);
  }
}

void ApplyMasks(RingVector& vector, const std::vector<SignedSeed>& seeds) {
  MaskSum(seeds, vector.bits()).AddTo(0, vector.MutableBytes());
}

}  // namespace hansa::secagg

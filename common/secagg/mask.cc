#include "common/secagg/mask.h"

#include <array>

#include "common/crypto/mask_stream.h"

namespace hansa::secagg {
namespace {

constexpr size_t kChunkBytes = 16 << 10;

template <typename Word>
void Accumulate(uint8_t* sum, const uint8_t* mask, size_t bytes, bool add) {
  auto* const out = reinterpret_cast<Word*>(sum);
  const auto* const in = reinterpret_cast<const Word*>(mask);
  const size_t count = bytes / sizeof(Word);
  if (add) {
    for (size_t i = 0; i < count; ++i) out[i] += in[i];
  } else {
    for (size_t i = 0; i < count; ++i) out[i] -= in[i];
  }
}

}  // namespace

void ApplyMasks(RingVector& vector, const std::vector<SignedSeed>& seeds) {
  std::vector<crypto::MaskStream> streams;
  streams.reserve(seeds.size());
  for (const SignedSeed& seed : seeds) streams.emplace_back(seed.seed);

  alignas(64) std::array<uint8_t, kChunkBytes> mask;
  const auto accumulate = vector.bits() == 32 ? Accumulate<uint32_t> : Accumulate<uint64_t>;
  const std::span<uint8_t> all = vector.MutableBytes();
  for (size_t offset = 0; offset < all.size(); offset += kChunkBytes) {
    const std::span<uint8_t> chunk =
        all.subspan(offset, std::min(kChunkBytes, all.size() - offset));
    for (size_t i = 0; i < streams.size(); ++i) {
      streams[i].Fill(offset, std::span<uint8_t>(mask).first(chunk.size()));
      accumulate(chunk.data(), mask.data(), chunk.size(), seeds[i].add);
    }
  }
  WipeMemory(mask);
}

Bytes RunMask(MaskWork&& work) {
  MaskWork own = std::move(work);
  ApplyMasks(own.input, own.seeds);
  return own.input.ToBytes();
}

}  // namespace hansa::secagg

#include "common/secagg/mask.h"

#include <array>

namespace hansa::secagg {
namespace {

constexpr size_t kPieceBytes = 16 << 10;
static_assert(kBlobWindowBytes % kPieceBytes == 0, "windows begin where a keystream block does");

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

MaskSum::MaskSum(const std::vector<SignedSeed>& seeds, uint32_t ring_bits) : ring_bits_(ring_bits) {
  parts_.reserve(seeds.size());
  for (const SignedSeed& seed : seeds) parts_.push_back({crypto::MaskStream(seed.seed), seed.add});
}

void MaskSum::AddTo(uint64_t byte_offset, std::span<uint8_t> elements) {
  alignas(64) std::array<uint8_t, kPieceBytes> mask;
  const auto accumulate = ring_bits_ == 32 ? Accumulate<uint32_t> : Accumulate<uint64_t>;
  for (size_t done = 0; done < elements.size(); done += kPieceBytes) {
    const std::span<uint8_t> piece =
        elements.subspan(done, std::min(kPieceBytes, elements.size() - done));
    for (Part& part : parts_) {
      part.stream.Fill(byte_offset + done, std::span<uint8_t>(mask).first(piece.size()));
      accumulate(piece.data(), mask.data(), piece.size(), part.add);
    }
  }
  WipeMemory(mask);
}

void ApplyMasks(RingVector& vector, const std::vector<SignedSeed>& seeds) {
  MaskSum(seeds, vector.bits()).AddTo(0, vector.MutableBytes());
}

Result<crypto::Digest> WriteMasked(const Blob& vector, uint32_t ring_bits,
                                   const std::vector<SignedSeed>& seeds, const ByteSink& out) {
  MaskSum masks(seeds, ring_bits);
  crypto::Sha256Stream hash;
  // Words, so that the elements are aligned.
  std::vector<uint64_t> words(
      (std::min<uint64_t>(kBlobWindowBytes, vector.size()) + sizeof(uint64_t) - 1) /
      sizeof(uint64_t));
  const std::span<uint8_t> window(reinterpret_cast<uint8_t*>(words.data()),
                                  words.size() * sizeof(uint64_t));
  for (uint64_t offset = 0; offset < vector.size(); offset += window.size()) {
    const auto part = window.first(
        static_cast<size_t>(std::min<uint64_t>(window.size(), vector.size() - offset)));
    Result<> done = vector.ReadAt(offset, part);
    if (done.ok()) {
      masks.AddTo(offset, part);
      hash.Update(part);
      done = out(part);
    }
    if (!done.ok()) {
      WipeMemory(window);
      return std::move(done).error();
    }
  }
  return hash.Finish();
}

Result<WrittenVector> RunMask(MaskWork&& work) {
  const MaskWork own = std::move(work);
  Bytes masked;
  masked.reserve(static_cast<size_t>(own.input->size()));
  const crypto::Digest digest =
      HANSA_TRY(WriteMasked(*own.input, own.ring_bits, own.seeds, [&masked](ByteSpan bytes) {
        Append(masked, bytes);
        return Success();
      }));
  return WrittenVector{MakeBlob(std::move(masked)), digest};
}

}  // namespace hansa::secagg

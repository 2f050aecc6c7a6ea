#include "common/secagg/mask.h"

#include <algorithm>
#include <optional>

#include "common/base/block_buffer.h"

namespace hansa::secagg {
namespace {

static_assert(kBlobWindowBytes % MaskSum::kPieceBytes == 0);
// Of keystream. Below, threads take longer to start than the work does.
constexpr uint64_t kWorthSharing = 1 << 20;
// So that the last lane to finish does not keep the others waiting for long.
constexpr uint64_t kWindowsPerLane = 4;

// A vector on its way through the windows of a line's lanes.
class MaskedCopy {
 public:
  MaskedCopy(const Blob& vector, uint32_t ring_bits, const std::vector<SignedSeed>& seeds,
             const ByteSink& out, size_t lanes)
      : vector_(vector),
        ring_bits_(ring_bits),
        seeds_(seeds),
        out_(out),
        window_bytes_(WindowBytes(vector.size(), lanes)),
        lanes_(lanes) {}

  Result<crypto::Digest> Run(WorkLine& line) {
    const uint64_t windows = (vector_.size() + window_bytes_ - 1) / window_bytes_;
    Result<> done =
        line.Run(windows, {[this](uint64_t item, size_t lane) { return Read(item, lanes_[lane]); },
                           [this](uint64_t item, size_t lane) { AddMasks(item, lanes_[lane]); },
                           [this](uint64_t, size_t lane) { return Write(lanes_[lane]); }});
    if (done.ok()) return hash_.Finish();
    for (const Lane& lane : lanes_) WipeMemory(lane.part);  // perhaps unmasked
    return std::move(done).error();
  }

 private:
  struct Lane {
    std::optional<BlockBuffer> window;
    std::optional<MaskSum> masks;
    std::span<uint8_t> part;  // of the window, that is filled
  };

  static size_t WindowBytes(uint64_t bytes, size_t lanes) {
    const uint64_t share = bytes / (lanes == 1 ? 1 : lanes * kWindowsPerLane);
    const uint64_t pieces = share / MaskSum::kPieceBytes + 1;
    return static_cast<size_t>(std::min<uint64_t>(pieces * MaskSum::kPieceBytes, kBlobWindowBytes));
  }

  Result<> Read(uint64_t item, Lane& lane) {
    if (!lane.window) lane.window.emplace(window_bytes_);
    const uint64_t offset = item * window_bytes_;
    lane.part = lane.window->span().first(
        static_cast<size_t>(std::min<uint64_t>(window_bytes_, vector_.size() - offset)));
    return vector_.ReadAt(offset, lane.part);
  }

  void AddMasks(uint64_t item, Lane& lane) {
    if (!lane.masks) lane.masks.emplace(seeds_, ring_bits_);
    lane.masks->AddTo(item * window_bytes_, lane.part);
  }

  Result<> Write(const Lane& lane) {
    hash_.Update(lane.part);
    return out_(lane.part);
  }

  const Blob& vector_;
  const uint32_t ring_bits_;
  const std::vector<SignedSeed>& seeds_;
  const ByteSink& out_;
  const size_t window_bytes_;
  std::vector<Lane> lanes_;
  crypto::Sha256Stream hash_;
};

}  // namespace

Result<crypto::Digest> WriteMasked(const Blob& vector, uint32_t ring_bits,
                                   const std::vector<SignedSeed>& seeds, const ByteSink& out,
                                   WorkLine& line) {
  OneLane alone;
  WorkLine& chosen = vector.size() * seeds.size() < kWorthSharing ? alone : line;
  return MaskedCopy(vector, ring_bits, seeds, out, chosen.lanes()).Run(chosen);
}

Result<crypto::Digest> WriteMasked(const Blob& vector, uint32_t ring_bits,
                                   const std::vector<SignedSeed>& seeds, const ByteSink& out) {
  OneLane alone;
  return WriteMasked(vector, ring_bits, seeds, out, alone);
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

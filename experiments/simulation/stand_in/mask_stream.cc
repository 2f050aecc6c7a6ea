#include "common/crypto/mask_stream.h"

#include <algorithm>
#include <array>

#include "common/base/check.h"
#include "common/crypto/keystream_words.h"
#include "experiments/simulation/stand_in/fast_hash.h"

namespace hansa::crypto {
namespace {
constexpr size_t kWord = 8;
constexpr size_t kPieceBytes = 4 << 10;
}  // namespace

struct MaskStream::State {
  uint64_t key = 0;
};

MaskStream::MaskStream(const SecretBytes& seed) : state_(std::make_unique<State>()) {
  HANSA_CHECK(seed.size() == kMaskSeedBytes);
  const Digest digest = stand_in::FastHash("mask").Update(seed.Reveal()).Finish();
  state_->key = ReadLittleEndian<uint64_t>(ByteSpan(digest).first(kWord));
}
MaskStream::~MaskStream() = default;
MaskStream::MaskStream(MaskStream&&) noexcept = default;
MaskStream& MaskStream::operator=(MaskStream&&) noexcept = default;

void MaskStream::Apply(KeystreamUse use, uint64_t byte_offset, std::span<uint8_t> bytes) {
  HANSA_CHECK(byte_offset % 16 == 0);
  alignas(kWord) std::array<uint8_t, kPieceBytes> keystream;
  for (size_t done = 0; done < bytes.size(); done += kPieceBytes) {
    const std::span<uint8_t> piece =
        bytes.subspan(done, std::min(kPieceBytes, bytes.size() - done));
    stand_in::FillStream(state_->key, (byte_offset + done) / kWord,
                         std::span(keystream).first(piece.size()));
    UseKeystream(use, piece, keystream.data());
  }
}

}  // namespace hansa::crypto

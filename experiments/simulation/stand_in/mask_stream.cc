#include "common/crypto/mask_stream.h"

#include "common/base/check.h"
#include "experiments/simulation/stand_in/fast_hash.h"

namespace hansa::crypto {
namespace {
constexpr size_t kWord = 8;
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

void MaskStream::Fill(uint64_t byte_offset, std::span<uint8_t> out) {
  HANSA_CHECK(byte_offset % 16 == 0);
  stand_in::FillStream(state_->key, byte_offset / kWord, out);
}

}  // namespace hansa::crypto

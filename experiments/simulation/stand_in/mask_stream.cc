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
  for (uint64_t counter = byte_offset / kWord; !out.empty(); ++counter) {
    const uint64_t word = stand_in::StreamWord(state_->key, counter);
    const size_t count = std::min(out.size(), kWord);
    std::memcpy(out.data(), &word, count);
    out = out.subspan(count);
  }
}

}  // namespace hansa::crypto

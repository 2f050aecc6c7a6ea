#include "common/crypto/mask_stream.h"

#include "common/crypto/keystream.h"

namespace hansa::crypto {

struct MaskStream::State {
  std::unique_ptr<Keystream> keystream;
};

MaskStream::MaskStream(const SecretBytes& seed)
    : state_(std::make_unique<State>(State{MakeKeystream(FastestKeystream(), seed)})) {}
MaskStream::~MaskStream() = default;
MaskStream::MaskStream(MaskStream&&) noexcept = default;
MaskStream& MaskStream::operator=(MaskStream&&) noexcept = default;

void MaskStream::Apply(KeystreamUse use, uint64_t byte_offset, std::span<uint8_t> bytes) {
  state_->keystream->Apply(use, byte_offset, bytes);
}

}  // namespace hansa::crypto

#include "common/crypto/hash.h"

#include "experiments/simulation/stand_in/fast_hash.h"

namespace hansa::crypto {

Digest Sha256(ByteSpan data) { return stand_in::FastHash("sha256").Update(data).Finish(); }

struct Sha256Stream::State {
  stand_in::FastHash hash{"sha256"};
};
Sha256Stream::Sha256Stream() : state_(std::make_unique<State>()) {}
Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;
void Sha256Stream::Update(ByteSpan data) { state_->hash.Update(data); }
Digest Sha256Stream::Finish() { return state_->hash.Finish(); }

}  // namespace hansa::crypto

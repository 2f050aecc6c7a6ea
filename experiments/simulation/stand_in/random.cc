#include "common/crypto/random.h"

#include "common/base/check.h"
#include "experiments/simulation/stand_in/fast_hash.h"

namespace hansa::crypto {
namespace {
constexpr size_t kWord = 8;
}  // namespace

// A simulation has its randomness from a seed.
void SystemRandom::Fill(std::span<uint8_t>) { HANSA_CHECK(false); }

struct SeededRandom::State {
  uint64_t key = 0;
  uint64_t counter = 0;
};

SeededRandom::SeededRandom(uint64_t seed, std::string_view label)
    : state_(std::make_unique<State>()) {
  const Digest digest = stand_in::FastHash("seed").Number(seed).Update(AsSpan(label)).Finish();
  state_->key = ReadLittleEndian<uint64_t>(ByteSpan(digest).first(kWord));
}
SeededRandom::SeededRandom(RandomSource& source) : state_(std::make_unique<State>()) {
  state_->key = source.NextU64();
}
SeededRandom::~SeededRandom() = default;

void SeededRandom::Fill(std::span<uint8_t> out) {
  stand_in::FillStream(state_->key, state_->counter, out);
  state_->counter += (out.size() + kWord - 1) / kWord;
}

}  // namespace hansa::crypto

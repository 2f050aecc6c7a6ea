#include "common/crypto/keystream_aes.h"

#include <algorithm>

namespace hansa::crypto {
namespace {

class AesKeystream final : public Keystream {
 public:
  AesKeystream(const AesInstructions& instructions, ByteSpan seed) : instructions_(instructions) {
    instructions_.expand_key(seed.first<kAesBlockBytes>(), schedule_);
    std::ranges::copy(seed.subspan(kAesBlockBytes), schedule_.counter_block.begin());
  }
  ~AesKeystream() override { WipeMemory(schedule_.round_keys); }
  AesKeystream(const AesKeystream&) = delete;
  AesKeystream& operator=(const AesKeystream&) = delete;

 private:
  void ApplyBlocks(KeystreamUse use, uint32_t first_block, std::span<uint8_t> bytes) override {
    instructions_.apply.at(static_cast<size_t>(use))(schedule_, first_block, bytes);
  }

  const AesInstructions& instructions_;
  AesSchedule schedule_;
};

}  // namespace

std::unique_ptr<Keystream> MakeAesKeystream(const AesInstructions& instructions,
                                            const SecretBytes& seed) {
  return std::make_unique<AesKeystream>(instructions, seed.Reveal());
}

}  // namespace hansa::crypto

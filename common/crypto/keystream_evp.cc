#include "common/crypto/keystream_evp.h"

#include <algorithm>
#include <array>

#include "common/base/check.h"
#include "common/crypto/keystream_words.h"
#include "common/crypto/openssl_ptr.h"

namespace hansa::crypto {
namespace {

constexpr size_t kKeyBytes = 16;
constexpr size_t kNonceBytes = 12;
constexpr size_t kBlockBytes = 16;
constexpr uint64_t kNone = UINT64_MAX;
// The keystream is zeros encrypted; a tenth faster than zeroing the output and encrypting it in
// place. Zeros, keystream and the caller's elements stay in the first-level cache together.
constexpr size_t kPieceBytes = 8 << 10;
constexpr std::array<uint8_t, kPieceBytes> kZeros{};

class EvpKeystream final : public Keystream {
 public:
  explicit EvpKeystream(ByteSpan seed) {
    HANSA_CHECK(context_ != nullptr);
    std::copy_n(seed.data() + kKeyBytes, kNonceBytes, counter_block_.begin());
    HANSA_CHECK(EVP_EncryptInit_ex2(context_.get(), openssl::Aes128Ctr(), seed.data(),
                                    counter_block_.data(), nullptr) == 1);
  }

 private:
  void ApplyBlocks(KeystreamUse use, uint32_t first_block, std::span<uint8_t> bytes) override {
    if (first_block != next_block_) Seek(first_block);
    // A piece that ends within a block leaves the rest of it to nobody.
    next_block_ =
        bytes.size() % kBlockBytes == 0 ? first_block + bytes.size() / kBlockBytes : kNone;
    alignas(64) std::array<uint8_t, kPieceBytes> keystream;
    while (!bytes.empty()) {
      const std::span<uint8_t> piece = bytes.first(std::min(bytes.size(), kPieceBytes));
      if (use == KeystreamUse::kWrite) {
        Next(piece);
      } else {
        Next(std::span(keystream).first(piece.size()));
        UseKeystream(use, piece, keystream.data());
      }
      bytes = bytes.subspan(piece.size());
    }
    if (use != KeystreamUse::kWrite) WipeMemory(keystream);
  }

  // Without cipher and key: only the counter changes, the key schedule stays.
  void Seek(uint32_t block) {
    for (size_t i = 0; i < 4; ++i)
      counter_block_[kNonceBytes + i] = static_cast<uint8_t>(block >> (24 - 8 * i));
    HANSA_CHECK(
        EVP_EncryptInit_ex2(context_.get(), nullptr, nullptr, counter_block_.data(), nullptr) == 1);
  }

  void Next(std::span<uint8_t> out) {
    int written = 0;
    HANSA_CHECK(EVP_EncryptUpdate(context_.get(), out.data(), &written, kZeros.data(),
                                  static_cast<int>(out.size())) == 1);
  }

  openssl::CipherContext context_{EVP_CIPHER_CTX_new()};
  std::array<uint8_t, kBlockBytes> counter_block_{};
  // Where the context stands. Seeking costs as much as a few hundred bytes of keystream.
  uint64_t next_block_ = 0;
};

}  // namespace

std::unique_ptr<Keystream> MakeEvpKeystream(const SecretBytes& seed) {
  return std::make_unique<EvpKeystream>(seed.Reveal());
}

}  // namespace hansa::crypto

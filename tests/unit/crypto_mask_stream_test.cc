#include <gtest/gtest.h>
#include <openssl/evp.h>

#include "common/crypto/mask_stream.h"
#include "common/crypto/random.h"

namespace hansa::crypto {
namespace {

constexpr uint64_t kBlock = 16;
constexpr uint64_t kBlocks = uint64_t{1} << 32;

SecretBytes TestSeed() {
  SecretBytes seed(size_t{kMaskSeedBytes});
  SeededRandom(1, "mask").Fill(seed.RevealMutable());
  return seed;
}

// The definition: AES-128 of nonce || counter, through another mode of OpenSSL.
Bytes BlockByDefinition(const SecretBytes& seed, uint32_t counter) {
  Bytes input(seed.Reveal().begin() + 16, seed.Reveal().end());
  for (int shift = 24; shift >= 0; shift -= 8)
    input.push_back(static_cast<uint8_t>(counter >> shift));
  Bytes output(kBlock);
  EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
  int written = 0;
  EXPECT_EQ(EVP_EncryptInit_ex(context, EVP_aes_128_ecb(), nullptr, seed.Reveal().data(), nullptr),
            1);
  EXPECT_EQ(EVP_EncryptUpdate(context, output.data(), &written, input.data(), int{kBlock}), 1);
  EVP_CIPHER_CTX_free(context);
  return output;
}

TEST(MaskStream, EveryBlockIsTheDefinition) {
  const SecretBytes seed = TestSeed();
  MaskStream stream(seed);
  for (const uint32_t counter :
       {0u, 1u, 255u, 256u, 65535u, 65536u, 0x7fffffffu, 0x80000000u, 0xfffffffeu, 0xffffffffu}) {
    Bytes block(kBlock);
    stream.Fill(counter * kBlock, block);
    EXPECT_EQ(Hex(block), Hex(BlockByDefinition(seed, counter))) << counter;
  }
}

TEST(MaskStream, PiecesJoinToTheWhole) {
  const SecretBytes seed = TestSeed();
  MaskStream whole_stream(seed);
  Bytes whole(100'000);
  whole_stream.Fill(0, whole);
  MaskStream stream(seed);
  for (const size_t piece : {16u, 48u, 4096u, 16384u, 16400u, 65536u}) {
    Bytes joined(whole.size());
    for (size_t offset = 0; offset < joined.size(); offset += piece) {
      const size_t count = std::min(piece, joined.size() - offset);
      stream.Fill(offset, std::span(joined).subspan(offset, count));
    }
    EXPECT_TRUE(joined == whole) << piece;
  }
}

// A partial last block must leave nothing behind for the next call.
TEST(MaskStream, OddLengthsAndOrderDoNotMatter) {
  const SecretBytes seed = TestSeed();
  MaskStream stream(seed);
  Bytes whole(256);
  stream.Fill(0, whole);
  for (size_t length = 0; length <= 64; ++length) {
    for (const size_t offset : {128u, 16u, 0u}) {
      Bytes part(length);
      stream.Fill(offset, part);
      EXPECT_TRUE(std::equal(part.begin(), part.end(), whole.begin() + long(offset)))
          << length << " at " << offset;
    }
  }
}

TEST(MaskStream, OverwritesWhatWasThere) {
  MaskStream stream(TestSeed());
  Bytes clean(64, 0);
  Bytes dirty(64, 0xff);
  stream.Fill(0, clean);
  stream.Fill(0, dirty);
  EXPECT_EQ(clean, dirty);
}

TEST(MaskStream, KeyAndNonceBothMatter) {
  Bytes first(32);
  MaskStream(TestSeed()).Fill(0, first);
  for (const size_t byte : {0u, 15u, 16u, 27u}) {
    SecretBytes seed = TestSeed();
    seed.RevealMutable()[byte] ^= 1;
    Bytes other(32);
    MaskStream(seed).Fill(0, other);
    EXPECT_NE(first, other) << byte;
  }
}

TEST(MaskStreamDeathTest, EndsBeforeTheCounterCarriesIntoTheNonce) {
  MaskStream stream(TestSeed());
  Bytes last(kBlock);
  stream.Fill((kBlocks - 1) * kBlock, last);
  Bytes two(2 * kBlock);
  EXPECT_DEATH(stream.Fill((kBlocks - 1) * kBlock, two), "internal error");
  EXPECT_DEATH(stream.Fill(kBlocks * kBlock, last), "internal error");
  EXPECT_DEATH(stream.Fill(8, last), "internal error");
}

}  // namespace
}  // namespace hansa::crypto

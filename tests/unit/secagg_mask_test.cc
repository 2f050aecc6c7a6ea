#include <gtest/gtest.h>

#include "common/crypto/mask_stream.h"
#include "common/crypto/random.h"
#include "common/secagg/mask.h"

namespace hansa::secagg {
namespace {

SecretBytes SeedFrom(std::string_view hex) { return SecretBytes(FromHex(hex)); }

// NIST SP 800-38A, F.5.1: key 2b7e..., the output block of counter f0f1..ff is ec8c.... Our counter
// starts at zero, so the vector is met with a nonce alone; the block of an all-zero counter under
// the same key was computed apart: openssl enc -aes-128-ecb -nopad of 16 zero bytes.
TEST(Mask, TheStreamIsAesCounterModeReadAsLittleEndianElements) {
  RingVector vector(32, 4);
  std::vector<SignedSeed> seeds;
  seeds.push_back({SeedFrom("2b7e151628aed2a6abf7158809cf4f3c000000000000000000000000"), true});
  ApplyMasks(vector, seeds);
  EXPECT_EQ(Hex(vector.ToBytes()), "7df76b0c1ab899b33e42f047b91b546f");
}

TEST(Mask, PairsCancelAndTheOrderOfSeedsDoesNotMatter) {
  crypto::SeededRandom random(3, "seeds");
  for (const uint32_t bits : {32u, 64u}) {
    for (const size_t size : {size_t{1}, size_t{5}, size_t{4096}, size_t{70'001}}) {
      RingVector vector(bits, size);
      for (size_t i = 0; i < size; ++i) vector.Set(i, static_cast<int64_t>(random.NextU64()));
      const RingVector before = vector;
      std::vector<SignedSeed> add, take;
      for (int i = 0; i < 3; ++i) {
        SecretBytes seed(crypto::kMaskSeedBytes);
        random.Fill(seed.RevealMutable());
        take.insert(take.begin(), SignedSeed{seed.Clone(), false});
        add.push_back({std::move(seed), true});
      }
      ApplyMasks(vector, add);
      EXPECT_NE(vector, before);
      ApplyMasks(vector, take);
      EXPECT_EQ(vector, before) << bits << " bits, " << size << " elements";
    }
  }
}

// Pitfall 10 of the catalogue: what is seen must not depend on the input. The difference of two
// masked inputs under one mask is the difference of inputs; under fresh masks every byte value
// occurs about as often as any other, whatever the input (chi-square, 255 degrees of freedom,
// 99.9999 % bound 380).
TEST(Mask, AMaskedInputLooksUniform) {
  for (const int64_t value : {int64_t{0}, int64_t{-1}, int64_t{1} << 30}) {
    RingVector input(32, 65'536);
    for (size_t i = 0; i < input.size(); ++i) input.Set(i, value);
    MaskWork work{.input = MakeBlob(input.ToBytes()), .ring_bits = 32, .seeds = {}};
    work.seeds.push_back(
        {SeedFrom("000102030405060708090a0b0c0d0e0f101112131415161718191a1b"), true});
    std::vector<double> seen(256);
    const WrittenVector written = RunMask(std::move(work)).value();
    const Bytes masked = ReadWhole(*written.bytes, input.byte_size()).value();
    EXPECT_EQ(written.sha256, crypto::Sha256(masked));
    for (const uint8_t byte : masked) ++seen[byte];
    const double expected = static_cast<double>(masked.size()) / 256;
    double chi_square = 0;
    for (const double count : seen)
      chi_square += (count - expected) * (count - expected) / expected;
    EXPECT_LT(chi_square, 380) << value;
  }
}

}  // namespace
}  // namespace hansa::secagg

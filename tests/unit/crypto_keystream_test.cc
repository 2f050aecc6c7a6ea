#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "common/crypto/keystream.h"
#include "common/crypto/random.h"

namespace hansa::crypto {
namespace {

constexpr uint64_t kBlock = 16;
constexpr uint64_t kStreamBytes = kBlock << 32;
constexpr KeystreamUse kUses[] = {KeystreamUse::kWrite, KeystreamUse::kAdd32,
                                  KeystreamUse::kSubtract32, KeystreamUse::kAdd64,
                                  KeystreamUse::kSubtract64};

SecretBytes TestSeed() {
  SecretBytes seed(size_t{kMaskSeedBytes});
  SeededRandom(1, "keystream").Fill(seed.RevealMutable());
  return seed;
}

size_t ElementBytes(KeystreamUse use) {
  if (use == KeystreamUse::kWrite) return 1;
  return use == KeystreamUse::kAdd32 || use == KeystreamUse::kSubtract32 ? 4 : 8;
}

// What a use makes of `bytes`, element by element.
template <typename Word>
void UseByDefinition(KeystreamUse use, ByteSpan keystream, std::span<uint8_t> bytes) {
  for (size_t at = 0; at < bytes.size(); at += sizeof(Word)) {
    auto word = ReadLittleEndian<Word>(bytes.subspan(at, sizeof(Word)));
    const auto mask = ReadLittleEndian<Word>(keystream.subspan(at, sizeof(Word)));
    if (use == KeystreamUse::kWrite) word = mask;
    if (use == KeystreamUse::kAdd32 || use == KeystreamUse::kAdd64) word += mask;
    if (use == KeystreamUse::kSubtract32 || use == KeystreamUse::kSubtract64) word -= mask;
    Bytes result;
    AppendLittleEndian(result, word);
    std::ranges::copy(result, bytes.begin() + static_cast<std::ptrdiff_t>(at));
  }
}

void UseByDefinition(KeystreamUse use, ByteSpan keystream, std::span<uint8_t> bytes) {
  const size_t size = ElementBytes(use);
  if (size == 1) return UseByDefinition<uint8_t>(use, keystream, bytes);
  if (size == 4) return UseByDefinition<uint32_t>(use, keystream, bytes);
  UseByDefinition<uint64_t>(use, keystream, bytes);
}

TEST(Keystream, TheReferenceIsAlwaysThereAndFirst) {
  ASSERT_FALSE(KeystreamBackEnds().empty());
  EXPECT_EQ(KeystreamBackEnds().front(), KeystreamBackEnd::kEvp);
  EXPECT_EQ(NameOf(KeystreamBackEnds().front()), "evp");
}

// NIST SP 800-38A, F.5.1: the four output blocks from the counter block f0f1...ff on.
TEST(Keystream, PublishedOutputBlocks) {
  const SecretBytes seed(
      ByteSpan(FromHex("2b7e151628aed2a6abf7158809cf4f3cf0f1f2f3f4f5f6f7f8f9fafb")));
  for (const KeystreamBackEnd back_end : KeystreamBackEnds()) {
    Bytes blocks(4 * kBlock);
    MakeKeystream(back_end, seed)->Apply(KeystreamUse::kWrite, kBlock * 0xfcfdfeff, blocks);
    EXPECT_EQ(Hex(blocks),
              "ec8cdf7398607cb0f2d21675ea9ea1e4"
              "362b7c3c6773516318a077d7fc5073ae"
              "6a2cc3787889374fbeb4c81b17ba6c44"
              "e89c399ff0f198c6d40a31db156cabfe")
        << NameOf(back_end);
  }
}

// Every length around a vector, a step of interleaved vectors and OpenSSL's pieces, at every
// address within a vector, in the middle of bytes that stay what they are.
TEST(Keystream, EveryBackEndGivesTheDefinitionForEveryUseLengthAndAddress) {
  const SecretBytes seed = TestSeed();
  SeededRandom random(2, "elements");
  Bytes keystream(9000), before(keystream.size() + 128);
  MakeKeystream(KeystreamBackEnd::kEvp, seed)->Apply(KeystreamUse::kWrite, 3 * kBlock, keystream);
  random.Fill(before);
  std::vector<size_t> lengths(140);
  std::iota(lengths.begin(), lengths.end(), 0);
  for (const size_t near : {512, 1024, 2048, 4096, 8192})
    for (size_t length = near - 24; length <= near + 24; ++length) lengths.push_back(length);
  for (const KeystreamBackEnd back_end : KeystreamBackEnds()) {
    const auto tested = MakeKeystream(back_end, seed);
    for (const KeystreamUse use : kUses) {
      for (const size_t length : lengths) {
        if (length % ElementBytes(use) != 0) continue;
        const size_t address = length * 7 % 64;
        Bytes expected = before, got = before;
        UseByDefinition(use, ByteSpan(keystream).first(length),
                        std::span(expected).subspan(address, length));
        tested->Apply(use, 3 * kBlock, std::span(got).subspan(address, length));
        ASSERT_TRUE(got == expected)
            << NameOf(back_end) << ", use " << int(use) << ", " << length << " bytes";
      }
    }
  }
}

// Counters that carry into each of their bytes, as the reference has them, which another test
// compares with the definition.
TEST(Keystream, CountersCarryThroughAllTheirBytesAndReachTheLast) {
  const SecretBytes seed = TestSeed();
  const auto reference = MakeKeystream(KeystreamBackEnd::kEvp, seed);
  for (const KeystreamBackEnd back_end : KeystreamBackEnds()) {
    const auto tested = MakeKeystream(back_end, seed);
    for (const uint64_t carry : {0x100ULL, 0x10000ULL, 0x1000000ULL, 0x80000000ULL, 0x100000000ULL})
      for (const uint64_t blocks_before : {1, 2, 3, 4, 5, 7, 8, 31, 32, 33, 64}) {
        const uint64_t offset = (carry - blocks_before) * kBlock;
        Bytes expected(std::min<uint64_t>(1200, kStreamBytes - offset)), got = expected;
        reference->Apply(KeystreamUse::kWrite, offset, expected);
        tested->Apply(KeystreamUse::kWrite, offset, got);
        ASSERT_TRUE(got == expected) << NameOf(back_end) << " " << carry << " - " << blocks_before;
      }
  }
}

TEST(Keystream, KeyAndNonceBothMatterToEveryBackEnd) {
  for (const KeystreamBackEnd back_end : KeystreamBackEnds()) {
    Bytes first(96);
    MakeKeystream(back_end, TestSeed())->Apply(KeystreamUse::kWrite, 0, first);
    for (size_t byte = 0; byte < kMaskSeedBytes; ++byte) {
      SecretBytes seed = TestSeed();
      seed.RevealMutable()[byte] ^= 1;
      Bytes other(first.size());
      MakeKeystream(back_end, seed)->Apply(KeystreamUse::kWrite, 0, other);
      EXPECT_NE(first, other) << NameOf(back_end) << " " << byte;
    }
  }
}

TEST(KeystreamDeathTest, WhatIsNoStreamIsRefusedByEveryBackEnd) {
  for (const KeystreamBackEnd back_end : KeystreamBackEnds()) {
    const auto stream = MakeKeystream(back_end, TestSeed());
    Bytes two(2 * kBlock);
    const auto part = [&two](size_t bytes) { return std::span(two).first(bytes); };
    stream->Apply(KeystreamUse::kAdd32, kStreamBytes - kBlock, part(kBlock));
    stream->Apply(KeystreamUse::kAdd32, kStreamBytes, part(0));
    EXPECT_DEATH(stream->Apply(KeystreamUse::kAdd32, kStreamBytes - kBlock, two), "internal error");
    EXPECT_DEATH(stream->Apply(KeystreamUse::kAdd32, kStreamBytes, part(4)), "internal error");
    EXPECT_DEATH(stream->Apply(KeystreamUse::kAdd32, 8, two), "internal error");
    EXPECT_DEATH(stream->Apply(KeystreamUse::kAdd32, 0, part(6)), "internal error");
    EXPECT_DEATH(stream->Apply(KeystreamUse::kSubtract64, 0, part(12)), "internal error");
  }
  EXPECT_DEATH(MakeKeystream(KeystreamBackEnd::kEvp, SecretBytes(27)), "internal error");
}

}  // namespace
}  // namespace hansa::crypto

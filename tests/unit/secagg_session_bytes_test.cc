// Every string that is hashed or fed to a key derivation, against values computed apart with
// Python's hashlib and hmac from docs/protocol/secure-aggregation.md, section "Bytes".

#include <gtest/gtest.h>

#include <array>
#include <numeric>

#include "common/secagg/mask.h"
#include "common/secagg/session_bytes.h"

namespace hansa::secagg {
namespace {

// P = 00 01 .. 1f, R = 20 21 .. 3f, every secret thirty-two times 42.
SessionId Id() {
  SessionId id;
  std::iota(id.params.begin(), id.params.end(), uint8_t{0});
  std::iota(id.roster.begin(), id.roster.end(), uint8_t{32});
  return id;
}
SecretBytes Secret() { return SecretBytes(Bytes(32, 0x42)); }
crypto::Digest Filled(uint8_t value) {
  crypto::Digest digest;
  digest.fill(value);
  return digest;
}

TEST(SessionBytes, Hashes) {
  EXPECT_EQ(Hex(SelfMaskCommitment(Id().params, "00000000000000aa", Secret())),
            "ffe07590906968f40aa825dd2aa4624ac6118e3d35f0d0a96cd958c4c4107685");
  EXPECT_EQ(Hex(ShareHash(Id(), ShareKind::kMaskSecret, 1, 2, AsSpan("share"))),
            "6dc811763ce0baecdf9d1dee0c3798218d7f57407776fdf46ff6a7ca12197703");
  EXPECT_EQ(Hex(ShareHash(Id(), ShareKind::kSelfMask, 1, 2, AsSpan("share"))),
            "ea6c945e93974835a2a35a6d567e527700d14a7b4546485077926400c8669cbb");
  EXPECT_EQ(Hex(TranscriptDigest(Id(), Filled(1), Filled(2), Filled(3))),
            "61886e9e23cc45fb5d7ad32e459197df8758b861ed68989f0f2809ac1fa12830");
}

TEST(SessionBytes, AssociatedData) {
  EXPECT_EQ(Hex(ShareAssociatedData(Id(), 3, 4)),
            "7361312f736861726573000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20"
            "2122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f0300000004000000");
}

TEST(SessionBytes, Keys) {
  EXPECT_EQ(Hex(EncryptionKey(Id(), Secret(), 3, 4).Reveal()),
            "8e764a80cbca5b326c30bd0110ada1008d10a037b1db6736aab6f060a9c8457e");
  EXPECT_EQ(Hex(PairSeed(Id(), Secret(), 9, 3).Reveal()),
            "c2e6743ab4ef2e31dadc5134452ab5eca63e8cc18c92635876bd0077");
  EXPECT_EQ(Hex(SelfSeed(Id(), Secret(), 3).Reveal()),
            "c7257110fe769cb237eb04f1203285c72db54ff24c3d2beb559f86ca");
  EXPECT_EQ(Hex(SessionSecret(Id().params, AsSpan("fresh"), Secret(), "mask").Reveal()),
            "4a3aac1a344d9dfc600b6c223531b62062934a6af529b95e771445e4f9484568");
}

TEST(SessionBytes, BothEndsOfAPairAgreeAndDirectionsDoNot) {
  EXPECT_TRUE(PairSeed(Id(), Secret(), 3, 9) == PairSeed(Id(), Secret(), 9, 3));
  EXPECT_FALSE(EncryptionKey(Id(), Secret(), 3, 4) == EncryptionKey(Id(), Secret(), 4, 3));
}

// The worked example of docs/protocol/secure-aggregation.md, computed apart with Python's hmac and
// the cryptography package.
TEST(SessionBytes, WorkedExampleOfTheDocument) {
  const auto site0 = crypto::X25519Key::FromSecret(SecretBytes(Bytes(32, 1)));
  const auto site1 = crypto::X25519Key::FromSecret(SecretBytes(Bytes(32, 2)));
  const auto agreed = site0.Agree(site1.public_key());
  ASSERT_TRUE(agreed);
  EXPECT_EQ(Hex(agreed->Reveal()),
            "2ed76ab549b1e73c031eb49c9448f0798aea81b698279a0c3dc3e49fbfc4b953");
  RingVector input(32, 4);
  for (size_t i = 0; i < 4; ++i) input.Set(i, std::array<int64_t, 4>{1, -2, 3, -4}[i]);
  MaskWork work{.input = MakeBlob(input.ToBytes()), .ring_bits = 32, .seeds = {}};
  work.seeds.push_back({PairSeed(Id(), *agreed, 0, 1), true});
  work.seeds.push_back({SelfSeed(Id(), Secret(), 0), true});
  EXPECT_EQ(Hex(work.seeds[0].seed.Reveal()),
            "dc83c7821a6a6316c69d2b20a308c9a74cf5e006c55743cb4aed7ef1");
  EXPECT_EQ(Hex(work.seeds[1].seed.Reveal()),
            "a40df471fa021bcb5fe0704b5bb10657d8554d96bf8bf2df608f7d94");
  const WrittenVector masked = RunMask(std::move(work)).value();
  EXPECT_EQ(Hex(ReadWhole(*masked.bytes, 16).value()), "131c93a62def97568e7ee6e925d00efb");
}

// One changed bit of P or R changes every key: nothing of one session is of use in another.
TEST(SessionBytes, EveryKeyIsBoundToParametersAndRoster) {
  for (const bool params : {true, false}) {
    SessionId other = Id();
    (params ? other.params : other.roster)[31] ^= 1;
    EXPECT_FALSE(EncryptionKey(Id(), Secret(), 3, 4) == EncryptionKey(other, Secret(), 3, 4));
    EXPECT_FALSE(PairSeed(Id(), Secret(), 3, 4) == PairSeed(other, Secret(), 3, 4));
    EXPECT_FALSE(SelfSeed(Id(), Secret(), 3) == SelfSeed(other, Secret(), 3));
    EXPECT_NE(ShareHash(Id(), ShareKind::kSelfMask, 1, 2, AsSpan("share")),
              ShareHash(other, ShareKind::kSelfMask, 1, 2, AsSpan("share")));
    EXPECT_NE(ShareAssociatedData(Id(), 1, 2), ShareAssociatedData(other, 1, 2));
  }
}

}  // namespace
}  // namespace hansa::secagg

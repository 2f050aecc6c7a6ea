#include <gtest/gtest.h>

#include "common/base/threaded_line.h"
#include "common/crypto/random.h"
#include "common/secagg/shamir.h"
#include "common/secagg/unmask.h"

namespace hansa::secagg {
namespace {

constexpr uint32_t kSites = 5;
constexpr uint32_t kThreshold = 3;
constexpr uint32_t kGone = 2;  // dealt shares and sent no input

struct Site {
  crypto::X25519Key mask_key;
  SecretBytes self;  // b
};

SecretBytes AnySecret(RandomSource& random) {
  SecretBytes secret(kSecretBytes);
  random.Fill(secret.RevealMutable());
  return secret;
}

// A session's last step, and the sum of plain inputs that must come of it.
struct Session {
  UnmaskWork work;
  Bytes plain;
};

std::vector<SignedSeed> MasksOf(const SessionId& id, const std::vector<Site>& sites, uint32_t own) {
  std::vector<SignedSeed> seeds;
  seeds.push_back({SelfSeed(id, sites[own].self, own), true});
  for (uint32_t other = 0; other < kSites; ++other) {
    if (other == own) continue;
    const SecretBytes agreed = *sites[own].mask_key.Agree(sites[other].mask_key.public_key());
    seeds.push_back({PairSeed(id, agreed, own, other), own < other});
  }
  return seeds;
}

OwnerShares SharesOf(const Site& site, uint32_t owner, RandomSource& random) {
  OwnerShares shares{.owner = owner, .holders = {0, 3, 4}, .shares = {}};
  const std::vector<uint32_t> points = {1, 4, 5};
  const SecretBytes& secret = owner == kGone ? site.mask_key.secret() : site.self;
  for (const SecretBytes& share : SplitSecret(secret, kThreshold, points, random))
    Append(shares.shares, share.Reveal());
  return shares;
}

// As sites make it: everything is drawn anew from the same seed in every call.
Session MakeSession(uint32_t bits, size_t elements) {
  crypto::SeededRandom random(7, "unmask");
  Session session;
  UnmaskWork& work = session.work;
  random.Fill(work.id.params);
  random.Fill(work.id.roster);
  work.threshold = kThreshold;
  work.graph = NeighbourGraph::Complete(kSites);
  work.ring_bits = bits;
  work.sharers = work.survivors = Bitmap(kSites);
  std::vector<Site> sites;
  for (uint32_t i = 0; i < kSites; ++i)
    sites.push_back({crypto::X25519Key::Generate(random), AnySecret(random)});
  RingVector sum(bits, elements), plain(bits, elements);
  for (uint32_t i = 0; i < kSites; ++i) {
    const std::string name = "site-" + std::to_string(i);
    work.roster.push_back({name, sites[i].mask_key.public_key(),
                           SelfMaskCommitment(work.id.params, name, sites[i].self)});
    work.sharers.Add(i);
    work.owners.push_back(SharesOf(sites[i], i, random));
    if (i == kGone) continue;
    work.survivors.Add(i);
    Bytes input(plain.byte_size());
    random.Fill(input);
    plain.AddBytes(input);
    RingVector masked = RingVector::FromBytes(bits, input);
    ApplyMasks(masked, MasksOf(work.id, sites, i));
    sum.Add(masked);
  }
  work.sum = {MakeBlob(sum.ToBytes()), crypto::Sha256(sum.bytes())};
  session.plain = plain.ToBytes();
  return session;
}

TEST(Unmask, TheSumIsTheSameOnAnyNumberOfThreads) {
  for (const uint32_t bits : {32u, 64u}) {
    // Too little to share; windows smaller than a blob's; several of them, the last one cut.
    for (const size_t elements : {size_t{3}, size_t{100'001}, size_t{700'001}}) {
      for (const size_t threads : {1, 2, 3}) {
        Session session = MakeSession(bits, elements);
        ThreadedLine line(threads);
        const UnmaskResult result = RunUnmask(std::move(session.work), line).value();
        ASSERT_TRUE(result.ok());
        EXPECT_TRUE(ReadWhole(*result.sum.bytes, session.plain.size()).value() == session.plain)
            << bits << " bits, " << elements << " elements, " << threads << " threads";
        EXPECT_EQ(result.sum.sha256, crypto::Sha256(session.plain));
      }
    }
  }
}

// The inputs here are random elements, which no site could send.
TEST(Unmask, ASumOutOfRangeIsNamedOnAnyNumberOfThreads) {
  for (const uint32_t bits : {32u, 64u})
    for (const size_t threads : {1, 2, 3}) {
      Session session = MakeSession(bits, 700'001);
      session.work.segments = {{"many", 700'000, -1, 1}, {"one", 1, 0, 1}};
      ThreadedLine line(threads);
      const UnmaskResult result = RunUnmask(std::move(session.work), line).value();
      ASSERT_TRUE(result.ok());
      ASSERT_TRUE(result.outside);
      EXPECT_EQ(result.outside->segment, "many");
      EXPECT_EQ(result.outside->highest, kSites - 1);
    }
}

TEST(Unmask, ASumThatIsNotTheStoredOneIsRefusedOnAnyNumberOfThreads) {
  for (const size_t threads : {1, 2, 3}) {
    Session session = MakeSession(32, 500'000);
    session.work.sum.sha256[0] ^= 1;
    ThreadedLine line(threads);
    const auto result = RunUnmask(std::move(session.work), line);
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().kind, ErrorKind::kVerification);
  }
}

TEST(Unmask, WhatCannotBeWrittenEndsItOnAnyNumberOfThreads) {
  for (const size_t threads : {1, 2, 3}) {
    Session session = MakeSession(64, 700'000);
    ThreadedLine line(threads);
    Bytes written;
    const ByteSink full = [&](ByteSpan bytes) -> Result<> {
      if (written.size() > 1'000'000) return WorkFailed("cannot write", "the disk is full");
      Append(written, bytes);
      return Success();
    };
    const auto result = RunUnmask(std::move(session.work), full, line);
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().what, "cannot write");
    EXPECT_TRUE(std::equal(written.begin(), written.end(), session.plain.begin()));
  }
}

TEST(Unmask, ADealerOfAnotherSecretIsNamed) {
  Session session = MakeSession(32, 10);
  crypto::SeededRandom random(8, "other");
  const Site other{crypto::X25519Key::Generate(random), AnySecret(random)};
  session.work.owners[1] = SharesOf(other, 1, random);
  session.work.owners[kGone] = SharesOf(other, kGone, random);
  const UnmaskResult result = RunUnmask(std::move(session.work)).value();
  ASSERT_EQ(result.dealers.size(), 2u);
  EXPECT_EQ(result.dealers[0].owner, 1u);
  EXPECT_EQ(result.dealers[1].owner, kGone);
  EXPECT_EQ(result.dealers[1].shares.size(), 3 * kShareBytes);
}

}  // namespace
}  // namespace hansa::secagg

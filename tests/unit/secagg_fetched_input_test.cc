// Masked inputs that are too large for a message: announced, fetched, added beside the loop. The
// same sessions as with inputs in messages, with the same ends and the same sums.

#include <gtest/gtest.h>

#include "tests/support/secagg_loopback.h"

namespace hansa::secagg_test {
namespace {

constexpr uint32_t kSites = 4;
using Step = Loopback::Step;

LoopbackOptions Fetched() { return {.sites = kSites, .smallest_cohort = 2, .inline_bytes = 0}; }

void ExpectSumOf(const Loopback& loopback, const std::vector<uint32_t>& included) {
  ASSERT_TRUE(loopback.succeeded()) << loopback.failure();
  EXPECT_EQ(loopback.Included(), included);
  EXPECT_EQ(loopback.SessionSum(), loopback.PlainSum(included));
  EXPECT_TRUE(loopback.aborts.empty());
}

TEST(FetchedInput, TheSumIsThePlainSumInBothRings) {
  for (const uint32_t bits : {32u, 64u}) {
    LoopbackOptions options = Fetched();
    options.ring_bits = bits;
    Loopback loopback(options);
    loopback.Run();
    ExpectSumOf(loopback, {0, 1, 2, 3});
  }
}

// Whoever falls silent before any two steps: as with inputs in messages.
TEST(FetchedInput, EveryPairOfDropoutsEndsAsWithInputsInMessages) {
  for (int first = 0; first < Loopback::kSteps; ++first)
    for (int second = 0; second <= Loopback::kSteps; ++second)
      for (const bool announce : {true, false}) {
        SCOPED_TRACE(testing::Message() << first << " " << second << " " << announce);
        const auto run = [&](uint64_t inline_bytes) {
          LoopbackOptions options = Fetched();
          options.inline_bytes = inline_bytes;
          auto loopback = std::make_unique<Loopback>(options);
          loopback->announce_leaving = announce;
          loopback->DropAt(0, static_cast<Step>(first));
          if (second < Loopback::kSteps) loopback->DropAt(2, static_cast<Step>(second));
          loopback->Run();
          return loopback;
        };
        const auto fetched = run(0), sent = run(limits::kInlineVectorBytes);
        ASSERT_EQ(fetched->succeeded(), sent->succeeded())
            << fetched->failure() << " / " << sent->failure();
        EXPECT_TRUE(fetched->faults.empty());
        EXPECT_EQ(fetched->failure(), sent->failure());
        if (!fetched->succeeded()) continue;
        EXPECT_EQ(fetched->Included(), sent->Included());
        EXPECT_EQ(fetched->SessionSum(), fetched->PlainSum(fetched->Included()));
      }
}

TEST(FetchedInput, OtherBytesThanAnnouncedPutTheirSiteOut) {
  Loopback loopback(Fetched());
  loopback.on_fetch = [](uint32_t site, Bytes& vector) {
    if (site == 1) vector[3] ^= 1;
    return true;
  };
  loopback.Run();
  EXPECT_TRUE(loopback.HasFault(1, "payload_mismatch"));
  ExpectSumOf(loopback, {0, 2, 3});
}

TEST(FetchedInput, OneThatNeverComesIsADropoutWhenTimeIsUp) {
  Loopback loopback(Fetched());
  loopback.on_fetch = [](uint32_t site, Bytes&) { return site != 3; };
  loopback.Run();
  EXPECT_TRUE(loopback.faults.empty());
  ExpectSumOf(loopback, {0, 1, 2});
  ASSERT_EQ(loopback.dropped.size(), 1u);
  EXPECT_EQ(loopback.dropped.front().reason, "no_answer");
}

TEST(FetchedInput, AnotherSizeOrABareMessageIsRefused) {
  using Change = std::function<void(v1::MaskedInput&, Bytes&)>;
  const Change changes[] = {
      [](v1::MaskedInput& input, Bytes&) { input.set_size(input.size() + 4); },
      [](v1::MaskedInput& input, Bytes&) { input.set_size(0); },
      [](v1::MaskedInput&, Bytes& payload) { payload.resize(20); }};
  for (const Change& change : changes) {
    Loopback loopback(Fetched());
    loopback.to_coordinator = [&](uint32_t site, v1::SecAggToCoordinator& message, Bytes& payload) {
      if (site == 2 && message.has_masked_input()) change(*message.mutable_masked_input(), payload);
    };
    loopback.Run();
    EXPECT_TRUE(loopback.HasFault(2, "wrong_length"));
    ExpectSumOf(loopback, {0, 1, 3});
  }
}

// And the other way round: a small input is never fetched.
TEST(FetchedInput, ASmallInputIsNotFetched) {
  LoopbackOptions options = Fetched();
  options.inline_bytes = limits::kInlineVectorBytes;
  Loopback loopback(options);
  loopback.adjust_side = [](client::SiteSide& side, uint32_t site) {
    if (site == 1) side.inline_bytes = 0;
  };
  loopback.Run();
  EXPECT_TRUE(loopback.HasFault(1, "wrong_length"));
  ExpectSumOf(loopback, {0, 2, 3});
}

// The coordinator's process ends after any message: a new one fetches again what it needs, and
// finds the masked sum where the one before has stored it.
TEST(FetchedInput, ANewProcessGoesOnAfterAnyMessage) {
  for (size_t at = 0;; ++at) {
    SCOPED_TRACE(at);
    Loopback loopback(Fetched());
    loopback.Open();
    size_t messages = 0;
    bool restarted = false;
    for (int ticks = 0; !loopback.outcome && ticks < 40;) {
      if (messages == at && !std::exchange(restarted, true)) loopback.RestartCoordinator();
      if (loopback.outcome) break;
      if (loopback.DeliverOne()) {
        ++messages;
        continue;
      }
      loopback.now = std::max(loopback.now, loopback.server->NextWake().value());
      loopback.Tick();
      ++ticks;
    }
    ExpectSumOf(loopback, {0, 1, 2, 3});
    if (!restarted) break;
  }
}

// A sum that is missing from the spool cannot be made up.
TEST(FetchedInput, AMissingSumEndsTheSession) {
  Loopback loopback(Fetched());
  loopback.Run();
  ASSERT_TRUE(loopback.succeeded());
  std::vector<v1::SessionStepRecord> steps(loopback.steps.begin(), loopback.steps.begin() + 4);
  ASSERT_TRUE(steps.back().has_survivors());
  EXPECT_TRUE(steps.back().survivors().sum().empty());
  std::vector<coordinator::Candidate> candidates;
  for (const Site& site : loopback.fleet.sites) candidates.push_back(site.AsCandidate());
  const auto with =
      coordinator::ServerSession::Restore(steps, candidates, {}, loopback.now, 0, loopback.stored);
  EXPECT_TRUE(with.ok());
  const auto without =
      coordinator::ServerSession::Restore(steps, candidates, {}, loopback.now, 0, {});
  ASSERT_FALSE(without.ok());
  EXPECT_NE(without.error().Text().find("no file of the spool"), std::string::npos);
}

}  // namespace
}  // namespace hansa::secagg_test

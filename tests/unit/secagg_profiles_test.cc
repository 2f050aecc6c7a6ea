// Whole sessions on rings, both profiles.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/text.h"
#include "tests/support/secagg_loopback.h"

namespace hansa::secagg_test {
namespace {

using secagg::Profile;

LoopbackOptions Ring(Profile profile, uint32_t sites = 40) {
  return {.sites = sites,
          .smallest_cohort = 20,
          .colluders = 1,
          .profile = profile,
          .dropout_permille = 100};
}

// What the coordinator told everyone.
v1::Roster RosterOf(const Loopback& loopback) {
  for (const v1::SessionStepRecord& step : loopback.steps)
    if (step.has_roster()) return step.roster();
  return {};
}

class RingSession : public ::testing::TestWithParam<Profile> {};

TEST_P(RingSession, SumsWithFewerMasksThanTheCompleteGraph) {
  Loopback loopback(Ring(GetParam()));
  loopback.Run();
  ASSERT_TRUE(loopback.succeeded()) << loopback.failure();
  EXPECT_EQ(loopback.Included().size(), 40u);
  EXPECT_EQ(loopback.SessionSum(), loopback.PlainSum(loopback.Included()));
  const v1::Roster roster = RosterOf(loopback);
  EXPECT_LT(roster.neighbours(), 39u);
  for (const auto& [site, unmask] : loopback.unmasks)
    EXPECT_EQ(static_cast<uint32_t>(unmask.owners_size()), roster.neighbours()) << site;
  EXPECT_TRUE(loopback.faults.empty());
  EXPECT_TRUE(loopback.aborts.empty());
}

TEST_P(RingSession, SitesMayDropAtEveryStep) {
  for (int step = 0; step < Loopback::kSteps; ++step)
    for (const bool announce : {true, false}) {
      SCOPED_TRACE(StrCat("step ", step, announce ? ", announced" : ", silent"));
      Loopback loopback(Ring(GetParam()));
      loopback.announce_leaving = announce;
      for (const uint32_t site : {3u, 17u, 18u})
        loopback.DropAt(site, static_cast<Loopback::Step>(step));
      loopback.Run();
      ASSERT_TRUE(loopback.succeeded()) << loopback.failure();
      EXPECT_EQ(loopback.SessionSum(), loopback.PlainSum(loopback.Included()));
      const bool before_input = step < static_cast<int>(Loopback::Step::kMaskedInput) + 1;
      EXPECT_EQ(loopback.Included().size(), before_input ? 37u : 40u);
    }
}

TEST_P(RingSession, GoesOnInANewProcessAfterEveryStep) {
  for (int restart_after = 1; restart_after < 400; restart_after += 23) {
    SCOPED_TRACE(restart_after);
    Loopback loopback(Ring(GetParam()));
    loopback.DropAt(5, Loopback::Step::kMaskedInput);
    loopback.Open();
    for (int i = 0; i < restart_after && loopback.DeliverOne(); ++i) {
    }
    if (!loopback.outcome) loopback.RestartCoordinator();
    for (int ticks = 0; ticks < 20 && !loopback.outcome;) {
      if (loopback.DeliverOne()) continue;
      const auto wake = loopback.server->NextWake();
      ASSERT_TRUE(wake);
      loopback.now = std::max(loopback.now, *wake);
      loopback.Tick();
      ++ticks;
    }
    ASSERT_TRUE(loopback.succeeded()) << loopback.failure();
    EXPECT_EQ(loopback.SessionSum(), loopback.PlainSum(loopback.Included()));
  }
}

TEST_P(RingSession, WhereNoRingSuitsFewSitesAreAllNeighbours) {
  Loopback loopback({.sites = 4, .profile = GetParam(), .dropout_permille = 300});
  loopback.DropAt(2, Loopback::Step::kMaskedInput);
  loopback.Run();
  ASSERT_TRUE(loopback.succeeded()) << loopback.failure();
  EXPECT_EQ(RosterOf(loopback).neighbours(), 3u);
  EXPECT_EQ(loopback.SessionSum(), loopback.PlainSum({0, 1, 3}));
}

INSTANTIATE_TEST_SUITE_P(Profiles, RingSession,
                         ::testing::Values(Profile::kSemiHonest, Profile::kMalicious),
                         [](const auto& it) {
                           return it.param == Profile::kMalicious ? "Malicious" : "SemiHonest";
                         });

TEST(SemiHonestSession, HasNoFourthAnswer) {
  Loopback loopback(Ring(Profile::kSemiHonest));
  loopback.Run();
  for (const auto& entry : loopback.sent) EXPECT_FALSE(entry.second.has_alive());
}

TEST(MaliciousSession, QuorumAndNeighboursAreShown) {
  Loopback loopback(Ring(Profile::kMalicious));
  size_t requests = 0;
  loopback.to_site = [&](uint32_t, v1::SecAggToSite& message) {
    if (!message.has_unmask_request()) return;
    ++requests;
    EXPECT_EQ(message.unmask_request().alive().sites_size(), 21);  // floor((40 + 1) / 2) + 1
    EXPECT_EQ(static_cast<uint32_t>(message.unmask_request().packed_masked().sites_size()),
              RosterOf(loopback).neighbours());
  };
  loopback.Run();
  EXPECT_EQ(requests, 40u);
}

}  // namespace
}  // namespace hansa::secagg_test

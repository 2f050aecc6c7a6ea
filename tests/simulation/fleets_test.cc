// Fleets of many kinds, many seeds each.

#include <gtest/gtest.h>

#include "tests/support/fleet_checks.h"

namespace hansa::testing {
namespace {

using simulation::FaultMix;
using simulation::Plan;
using simulation::SeedRuns;

constexpr uint64_t kSeeds = 400;  // of each kind; hansa-lab simulate runs as many as one likes
constexpr uint64_t kFresh = 100;
constexpr uint64_t kRings = 40;

// Faults end early in some of these: what follows must go well.
constexpr Duration kEarly = seconds(20);

TEST(Fleets, NineRoundsOfTenCompleteUnderTheDefaultMix) {
  for (const bool secure : {false, true}) {
    const Plan plan{.secure = secure, .faults = FaultMix("default").value()};
    const SeedRuns runs = ExpectPromisesHold(plan, 1, kSeeds);
    EXPECT_GE(ShareCompleted(runs), 0.9) << runs.rounds_failed << " attempts failed";
  }
}

TEST(Fleets, PromisesHoldUnderEveryMix) {
  for (const char* mix : {"network", "crashes", "rubbish", "heavy"})
    for (const bool secure : {false, true}) {
      SCOPED_TRACE(mix);
      ExpectPromisesHold({.secure = secure, .faults = FaultMix(mix).value()}, 1000, kSeeds);
    }
}

TEST(Fleets, OnceFaultsStopTheJobEndsWell) {
  for (const char* mix : {"network", "crashes", "rubbish", "heavy"}) {
    SCOPED_TRACE(mix);
    const Plan plan{.sites = 8,
                    .rounds = 10,
                    .failures_allowed = 1000,
                    .faults_for = kEarly,
                    .faults = FaultMix(mix).value()};
    const SeedRuns runs = ExpectPromisesHold(plan, 2000, kSeeds / 3);
    EXPECT_EQ(runs.jobs_succeeded, runs.seeds);
  }
}

// Models of some hundred bytes in pieces of fifty: ranges, resumed after cuts and crashes.
TEST(Fleets, ModelsComeInPieces) {
  for (const char* mix : {"default", "network", "crashes", "rubbish", "heavy"}) {
    SCOPED_TRACE(mix);
    const Plan plan{.failures_allowed = 1000,
                    .faults_for = kEarly,
                    .piece = 50,
                    .faults = FaultMix(mix).value()};
    const SeedRuns runs = ExpectPromisesHold(plan, 5000, kFresh);
    EXPECT_EQ(runs.jobs_succeeded, runs.seeds);
  }
}

// Updates of forty bytes in pieces of sixteen: announced, fetched, found again in the spool.
TEST(Fleets, UpdatesComeInPieces) {
  for (const bool secure : {false, true})
    for (const char* mix : {"default", "network", "crashes", "rubbish", "heavy"}) {
      SCOPED_TRACE(mix);
      const Plan plan{.failures_allowed = 1000,
                      .secure = secure,
                      .faults_for = kEarly,
                      .piece = 16,
                      .faults = FaultMix(mix).value()};
      const SeedRuns runs = ExpectPromisesHold(plan, 6000, kFresh);
      EXPECT_EQ(runs.jobs_succeeded, runs.seeds);
    }
}

// Three updates and a half fit, of four or more: who comes late is out of the session.
TEST(Fleets, ASpoolHoldsNoMoreThanItMay) {
  for (const bool secure : {false, true})
    for (const char* mix : {"default", "crashes", "heavy"}) {
      SCOPED_TRACE(mix);
      const Plan plan{.failures_allowed = 1000,
                      .secure = secure,
                      .faults_for = kEarly,
                      .piece = 16,
                      .spool = 140,
                      .faults = FaultMix(mix).value()};
      const SeedRuns runs = ExpectPromisesHold(plan, 9000, kFresh);
      EXPECT_EQ(runs.jobs_succeeded, runs.seeds);
    }
}

// Sums over a ring: with 26 to 32 sites k is from 4 to 8. What the coordinator says of a session to
// all is fetched where there are pieces.
TEST(Fleets, RingsKeepTheSamePromises) {
  for (const char* profile : {"malicious", "semi-honest"})
    for (const char* mix : {"default", "crashes", "rubbish", "heavy"}) {
      SCOPED_TRACE(::testing::Message() << profile << " " << mix);
      const Plan plan{.sites = 32,
                      .rounds = 2,
                      .quorum = 26,
                      .target = 32,
                      .failures_allowed = 1000,
                      .secure = true,
                      .profile = profile,
                      .faults_for = kEarly,
                      .piece = mix == std::string_view("crashes") ? 4096U : 0U,
                      .faults = FaultMix(mix).value()};
      const SeedRuns runs = ExpectPromisesHold(plan, 12000, kRings);
      EXPECT_EQ(runs.jobs_succeeded, runs.seeds);
    }
}

// Rounds of up to eight sites in groups of three to five: two sessions at a time, or one.
TEST(Fleets, GroupsKeepTheSamePromises) {
  for (const uint32_t piece : {0U, 16U})
    for (const char* mix : {"default", "network", "crashes", "rubbish", "heavy"}) {
      SCOPED_TRACE(::testing::Message() << mix << " in pieces of " << piece);
      const Plan plan{.sites = 9,
                      .quorum = 5,
                      .target = 8,
                      .failures_allowed = 1000,
                      .secure = true,
                      .largest_group = 5,
                      .smallest_group = 3,
                      .faults_for = kEarly,
                      .piece = piece,
                      .faults = FaultMix(mix).value()};
      const SeedRuns runs = ExpectPromisesHold(plan, 15000, kFresh);
      EXPECT_EQ(runs.jobs_succeeded, runs.seeds);
    }
}

// More sites than share masks with each other on the complete graph: three groups of a hundred.
TEST(Fleets, ManySitesMakeThreeGroups) {
  const Plan plan{.sites = 300,
                  .rounds = 1,
                  .quorum = 200,
                  .target = 300,
                  .secure = true,
                  .smallest_group = 50,
                  .evaluate = false,
                  .faults = FaultMix("none").value()};
  const SeedRuns runs = ExpectPromisesHold(plan, 1, 1);
  EXPECT_EQ(runs.jobs_succeeded, 1u);
}

// One message, or pieces; one site's owner has not listed it.
TEST(Fleets, AScriptRunsWhereItIsListed) {
  for (const uint32_t piece : {0U, 16U})
    for (const char* mix : {"default", "crashes", "heavy"}) {
      SCOPED_TRACE(mix);
      const Plan plan{.sites = 6,
                      .failures_allowed = 1000,
                      .secure = piece > 0,
                      .faults_for = kEarly,
                      .piece = piece,
                      .script = true,
                      .faults = FaultMix(mix).value()};
      const SeedRuns runs = ExpectPromisesHold(plan, 10000, kFresh);
      EXPECT_EQ(runs.jobs_succeeded, runs.seeds);
    }
}

TEST(Fleets, EveryKindOfFaultStrikes) {
  const Plan plan{.rounds = 10, .failures_allowed = 1000, .faults = FaultMix("heavy").value()};
  const SeedRuns runs = ExpectPromisesHold(plan, 3000, 40);
  for (size_t i = 0; i < simulation::kFaultKinds; ++i)
    EXPECT_GT(runs.faults[i], 0u) << simulation::FaultFields()[i].name;
}

// Crashes of the coordinator are of no use to the tests unless they hit every phase.
TEST(Fleets, JobsGoOnFromEveryPhase) {
  for (const bool secure : {false, true}) {
    const Plan plan{
        .failures_allowed = 1000, .secure = secure, .faults = FaultMix("crashes").value()};
    const SeedRuns runs = ExpectPromisesHold(plan, 4000, kSeeds);
    for (const char* phase : {"selecting", "training", "aggregating", "publishing", "evaluating"})
      EXPECT_GT(runs.resumed_in.count(phase), 0u) << phase;
  }
}

TEST(Fleets, HundredsOfSites) {
  const Plan plan{.sites = 300,
                  .rounds = 3,
                  .quorum = 100,
                  .target = 250,
                  .faults = FaultMix("default").value()};
  EXPECT_GT(ExpectPromisesHold(plan, 1, 2).rounds_completed, 0u);
}

TEST(Fleets, FiftySecureSites) {
  const Plan plan{.sites = 50,
                  .rounds = 1,
                  .quorum = 30,
                  .target = 50,
                  .secure = true,
                  .faults = FaultMix("default").value()};
  ExpectPromisesHold(plan, 1, 1);
}

TEST(Fleets, PromisesHoldForSeedsNobodyHasTried) {
  const uint64_t first = FreshSeed();
  for (const char* mix : {"default", "heavy"})
    for (const bool secure : {false, true}) {
      SCOPED_TRACE(mix);
      ExpectPromisesHold({.secure = secure, .faults = FaultMix(mix).value()}, first, kFresh);
    }
}

// Several jobs over the same sites: each in its turn, and none starves.
TEST(Fleets, JobsShareTheirSites) {
  for (const char* mix : {"none", "default", "heavy"}) {
    SCOPED_TRACE(mix);
    const Plan plan{.sites = 6,
                    .failures_allowed = 1000,
                    .faults_for = kEarly,
                    .jobs = 3,
                    .faults = FaultMix(mix).value()};
    const SeedRuns runs = ExpectPromisesHold(plan, 5000, kFresh);
    EXPECT_EQ(runs.jobs_succeeded, runs.seeds);
  }
}

TEST(Fleets, AnOperatorPausesJobs) {
  for (const char* mix : {"none", "crashes"})
    for (const uint32_t jobs : {1, 2}) {
      SCOPED_TRACE(mix);
      const Plan plan{.rounds = 5,
                      .failures_allowed = 1000,
                      .faults_for = kEarly,
                      .jobs = jobs,
                      .pause_every = seconds(5),
                      .faults = FaultMix(mix).value()};
      ExpectPromisesHold(plan, 6000, kFresh);
    }
}

TEST(Fleets, AThresholdIsMeasuredAndPublished) {
  for (const bool secure : {false, true})
    for (const char* mix : {"default", "crashes"}) {
      SCOPED_TRACE(mix);
      const Plan plan{.rounds = 2,
                      .failures_allowed = 1000,
                      .secure = secure,
                      .threshold = true,
                      .faults_for = kEarly,
                      .faults = FaultMix(mix).value()};
      ExpectPromisesHold(plan, 8000, kFresh);
    }
}

TEST(Fleets, MoreAreAskedThanNeeded) {
  for (const bool secure : {false, true}) {
    const Plan plan{.sites = 8,
                    .rounds = 5,
                    .secure = secure,
                    .faults_for = kEarly,
                    .jobs = 2,
                    .over_select = 150,
                    .staleness = true,
                    .cooldown = seconds(5),
                    .faults = FaultMix("default").value()};
    ExpectPromisesHold(plan, 7000, kFresh);
  }
}

}  // namespace
}  // namespace hansa::testing

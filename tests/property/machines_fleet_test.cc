// Whatever the network and the sites do: the job ends, every round ends in success or a stated
// failure, every sum is the plain sum over the sites it names, and no site answers twice. A failing
// case prints its seed.

#include "tests/property/machines_fleet.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/property/machines_fleet_site.h"

namespace hansa::testing {
namespace {

namespace co = hansa::coordinator;

constexpr int kSeeds = 20;  // of each kind

// The longest that a job of this kind may take: every attempt of every round to the end of every
// window, and a little for each version that is made.
Duration Longest(const JobSpec& spec) {
  const Duration attempt = spec.selecting + spec.training + spec.aggregating + seconds(2);
  const Duration round =
      (spec.failures_allowed + 1) * attempt + spec.evaluating + spec.aggregating + seconds(2);
  return spec.rounds * round;
}

struct Tally {
  int succeeded = 0, failed = 0, rounds = 0, lost_rounds = 0, evaluated = 0, drops = 0, voids = 0;
};

// Each RoundStarted has one end before the next; the job's end is the last event, told once.
void CheckStory(const std::vector<co::Event>& events, Tally& tally) {
  int open = 0, ends = 0;
  for (const co::Event& event : events) {
    EXPECT_EQ(ends, 0) << "something happened after the job's end";
    if (std::holds_alternative<co::RoundStarted>(event)) {
      EXPECT_EQ(open++, 0);
    }
    if (const auto* finished = std::get_if<co::RoundFinished>(&event)) {
      EXPECT_EQ(open--, 1);
      ++tally.rounds;
      if (finished->metrics.empty()) continue;
      ++tally.evaluated;
      EXPECT_NEAR(finished->metrics.at("rmse"), 2.0, 1e-3);
    }
    if (const auto* failed = std::get_if<co::RoundFailed>(&event)) {
      EXPECT_EQ(open--, 1);
      EXPECT_NE(failed->reason, "");
      ++tally.lost_rounds;
    }
    if (const auto* dropped = std::get_if<co::ClientDropped>(&event)) {
      EXPECT_NE(dropped->reason, "");
      ++tally.drops;
    }
    if (const auto* published = std::get_if<co::ModelPublished>(&event))
      tally.voids += published->is_void;
    if (const auto* finished = std::get_if<co::JobFinished>(&event)) {
      ++ends;
      ++(finished->state == "succeeded" ? tally.succeeded : tally.failed);
      EXPECT_EQ(finished->reason.empty(), finished->state == "succeeded");
    }
  }
  EXPECT_EQ(open, 0);
  EXPECT_EQ(ends, 1);
}

Tally RunSeeds(FleetPlan plan) {
  Tally tally;
  uint64_t sums = 0;
  plan.job.insert({{"rounds", "3"},
                   {"min", "3"},
                   {"target", "4"},
                   {"evaluate", "true"},
                   {"selecting", "60s"},
                   {"training", "10s"},
                   {"aggregating", "10s"},
                   {"evaluating", "10s"}});
  for (plan.seed = 1; plan.seed <= kSeeds; ++plan.seed) {
    SCOPED_TRACE("seed " + std::to_string(plan.seed));
    MachinesFleet fleet(plan);
    fleet.Run(Longest(fleet.spec()));
    EXPECT_TRUE(fleet.ended()) << "the job did not end in time";
    for (const std::string& promise : fleet.broken) ADD_FAILURE() << promise;
    CheckStory(fleet.events, tally);
    sums += fleet.sums_checked;
  }
  EXPECT_GE(sums, static_cast<uint64_t>(tally.rounds));
  std::printf(
      "%d jobs succeeded, %d failed; %d rounds, %d evaluated, %d lost; %d drops, %d voids\n",
      tally.succeeded, tally.failed, tally.rounds, tally.evaluated, tally.lost_rounds, tally.drops,
      tally.voids);
  return tally;
}

TEST(MachinesFleet, WithoutFaultsEveryRoundSucceeds) {
  for (const char* secure : {"off", "required"}) {
    const Tally tally = RunSeeds({.job = {{"secure", secure}}, .faults = {}});
    EXPECT_EQ(tally.rounds, 3 * kSeeds);
    EXPECT_EQ(tally.evaluated, 3 * kSeeds);
    EXPECT_EQ(tally.lost_rounds + tally.drops + tally.failed, 0);
  }
}

TEST(MachinesFleet, MessagesLostRepeatedReordered) {
  for (const char* secure : {"off", "required"}) {
    const Tally tally = RunSeeds(
        {.job = {{"secure", secure}},
         .faults = {.lose = 0.02, .repeat = 0.1, .longest_delay = seconds(1), .cut = 0.005}});
    EXPECT_GT(tally.rounds, 0);
    EXPECT_GT(tally.drops, 0);
  }
}

TEST(MachinesFleet, SitesCrashAndTrainersFail) {
  for (const char* secure : {"off", "required"}) {
    const Tally tally = RunSeeds(
        {.job = {{"secure", secure}},
         .faults = {
             .crash = 0.03, .train_fails = 0.05, .train_hangs = 0.05, .publish_fails = 0.1}});
    EXPECT_GT(tally.rounds, 0);
    EXPECT_GT(tally.lost_rounds, 0);
    EXPECT_GT(tally.voids, 0);
  }
}

TEST(MachinesFleet, EverythingAtOnce) {
  const Tally tally = RunSeeds({.sites = 6,
                                .job = {{"secure", "required"}, {"failures", "2"}},
                                .faults = {.lose = 0.01,
                                           .repeat = 0.05,
                                           .longest_delay = milliseconds(500),
                                           .cut = 0.005,
                                           .crash = 0.01,
                                           .train_fails = 0.05,
                                           .train_hangs = 0.05,
                                           .publish_fails = 0.1}});
  EXPECT_GT(tally.rounds, 0);
  EXPECT_GT(tally.failed, 0);
}

}  // namespace
}  // namespace hansa::testing

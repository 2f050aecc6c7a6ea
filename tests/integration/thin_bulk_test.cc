// A model of 4 MB for a site behind 2 Mbit/s that lose packets, and a link that goes down for
// longer than anybody waits: what had arrived stays, and the round completes with the site in it.

#include <gtest/gtest.h>

#include <thread>

#include "common/base/text.h"
#include "tests/integration/network_namespace.h"
#include "tests/integration/test_fleet.h"
#include "tests/support/replaced.h"

namespace hansa::testing {
namespace {

constexpr size_t kSites = 3;

// Two layers of a thousand: a million weights.
std::string LargeJob() {
  const std::string job = SyntheticJob({.name = "four-megabytes",
                                        .rounds = 1,
                                        .quorum = kSites,
                                        .target = kSites,
                                        .more = "ring_bits = 32\nmax_weight = 16\n",
                                        .training = "240s",
                                        .aggregating = "240s"});
  return Replaced(Replaced(job, "hidden = [4]", "hidden = [1000, 1000]"), "evaluating = \"20s\"",
                  "evaluating = \"240s\"");
}

TEST(ThinBulk, AModelOfFourMegabytesOver2Mbit) {
  NetworkNamespace host;
  ASSERT_EQ(host.fault(), "");
  TestFleetOptions options{.sites = kSites, .rows = 64};
  options.listen = StrCat("tcp://", host.address(), ":0");
  options.commands[2] = host.command();
  TestFleet fleet(std::move(options));
  ASSERT_TRUE(host.Slow(2000));
  ASSERT_TRUE(host.Lose(1));
  const auto begin = std::chrono::steady_clock::now();
  CommandResult run;
  std::thread runner([&] { run = fleet.RunJob(LargeJob()); });
  std::this_thread::sleep_for(std::chrono::seconds(6));  // in the middle of the way down
  EXPECT_TRUE(host.SetLink(false));
  std::this_thread::sleep_for(std::chrono::seconds(10));  // both sides give up after 8
  EXPECT_TRUE(host.SetLink(true));
  runner.join();
  std::printf("%.0f s\n",
              std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors << fleet.Logs();
  const auto rounds = EventsNamed(run, "round_finished");
  ASSERT_EQ(rounds.size(), 1u) << run.output;
  EXPECT_EQ(rounds[0]["clients"], kSites) << run.output;
  EXPECT_GT(WeightsOf(fleet, "four-megabytes", 1).size(), 1'000'000u);
}

}  // namespace
}  // namespace hansa::testing

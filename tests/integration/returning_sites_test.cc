// A thousand sites whose coordinator was killed come back at once, with real handshakes: all of
// them are greeted, a job of others goes on beside them, and the counters say what it took.

#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>

#include "common/base/limits.h"
#include "common/base/time.h"
#include "tests/integration/thousand_sites.h"

namespace hansa::testing {
namespace {

constexpr size_t kSites = 1000, kHonest = 3;
constexpr std::chrono::seconds kLimit{180};

class ReturningSites : public ::testing::Test {
 protected:
  // Nothing is behind the sites that would answer a heartbeat.
  void SetUp() override {
    ASSERT_TRUE(fleet_.fleet().RestartWithHeartbeat("60s").ok()) << fleet_.Logs();
  }
  void TearDown() override {
    if (HasFailure()) ADD_FAILURE() << fleet_.Logs();
  }
  void KillCoordinator() {
    fleet_.fleet().coordinator().Signal(SIGKILL);
    fleet_.fleet().coordinator().WaitOrKill(std::chrono::seconds(10));
    ASSERT_TRUE(fleet_.fleet().StartCoordinator().ok()) << fleet_.Logs();
  }

  TestFleet fleet_{{.sites = kHonest, .start_agents = false, .restartable = true}};
};

TEST_F(ReturningSites, AreAllBackAndAJobGoesOn) {
  ThousandSites crowd(fleet_, kSites);
  EXPECT_EQ(crowd.GreetAll(kLimit), kSites);
  KillCoordinator();
  const Instant begin = ReadClocks().instant;
  EXPECT_EQ(crowd.GreetAll(kLimit), kSites);
  RecordProperty("seconds", static_cast<int>(Seconds(ReadClocks().instant - begin)));
  std::printf("%zu sites back in %.1f s, %zu attempts repeated\n", kSites,
              Seconds(ReadClocks().instant - begin), crowd.repeated());
  for (size_t i = 0; i < kHonest; ++i) EXPECT_TRUE(fleet_.fleet().StartAgent(i).ok());
  const CommandResult run = fleet_.RunJob(
      SyntheticJob({.rounds = 1, .quorum = kHonest, .target = kHonest, .aggregating = "30s"}));
  // The others answer no offer.
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors;

  const auto status = fleet_.Hansa({"status"}).last();
  EXPECT_EQ(status["connected"], kSites + kHonest) << status;
  const auto& counters = status["counters"];
  EXPECT_GE(counters["connections"], kSites + kHonest);
  EXPECT_LE(counters["on_probation"], 1) << counters;  // who asks, perhaps
  EXPECT_EQ(counters["connections_refused"], 0) << counters;
  EXPECT_EQ(counters["expulsions_greetings"], 0) << counters;
  EXPECT_LE(counters["queued_bytes_peak"], limits::kOutboundQueueBytes);
#ifndef __SANITIZE_ADDRESS__
  EXPECT_LT(status["peak_resident_bytes"], 400u << 20);
#endif

  // They leave, and nothing of them is left.
  crowd.Leave();
  for (int i = 0; i < 300 && fleet_.Hansa({"status"}).last()["connected"] != kHonest; ++i) continue;
  EXPECT_EQ(fleet_.Hansa({"status"}).last()["connected"], kHonest);
}

}  // namespace
}  // namespace hansa::testing

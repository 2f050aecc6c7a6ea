// The link between one site and the coordinator falls silent, or is cut, somewhere in a job, and
// comes back within the coordinator's patience: every site is in every sum, and the model is that
// of an undisturbed run.

#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>
#include <random>
#include <thread>

#include "tests/integration/faulty_link.h"
#include "tests/integration/test_fleet.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;

constexpr size_t kSites = 4;
constexpr auto kHeartbeat = std::chrono::milliseconds(500);

TestFleetOptions Options() {
  TestFleetOptions options{.sites = kSites, .rows = 64, .start_agents = false, .restartable = true};
  for (size_t i = 0; i < kSites; ++i)
    options.environment[i]["HANSA_TASK_SEED"] = std::to_string(100 + i);
  return options;
}

// The first site reaches its coordinator through the link only.
class LostLink : public ::testing::Test {
 protected:
  void SetUp() override {
    BeatOften();
    std::ofstream(fleet_.fleet().site_folder(0) / "state" / "address") << link_.address() << '\n';
    for (size_t i = 0; i < kSites; ++i)
      ASSERT_TRUE(fleet_.fleet().StartAgent(i).ok()) << fleet_.Logs();
    ExpectUndisturbed(Run("reference"), kSites);  // trainers start in it
    const uint64_t before = link_.carried();
    ExpectUndisturbed(Run("measured"), kSites);
    bytes_ = link_.carried() - before;
    ASSERT_GT(bytes_, 1000u) << "the link does not carry the site's messages";
  }
  void TearDown() override {
    if (HasFailure()) ADD_FAILURE() << "seed " << seed_ << fleet_.Logs();
  }
  // A silent peer is noticed after four heartbeats.
  void BeatOften() {
    ASSERT_TRUE(fleet_.fleet().RestartWithHeartbeat("500ms").ok()) << fleet_.Logs();
  }
  std::string Address() {
    std::string address = ReadWhole(fleet_.fleet().coordinator_folder() / "address");
    return address.substr(0, address.find('\n'));
  }
  // All sites have to be in each sum.
  CommandResult Run(const std::string& name) {
    return fleet_.RunJob(
        SyntheticJob({.name = name, .quorum = kSites, .target = kSites, .aggregating = "20s"}));
  }
  bool AwaitNoticed() {
    for (int i = 0; i < 300; ++i) {
      if (fleet_.Hansa({"status"}).last().value("connected", kSites) < kSites) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
  }
  // Breaks the link in each of `parts` equal parts of a job's bytes, at a random byte of it.
  template <typename F>
  void BreakInEachOf(uint64_t parts, LinkState state, F restore) {
    for (uint64_t part = 0; part < parts; ++part) {
      const uint64_t size = bytes_ / parts;
      const uint64_t at = part * size + 1 + random_() % size;
      SCOPED_TRACE("broken after byte " + std::to_string(at) + " of " + std::to_string(bytes_));
      // A connection that lived for a second is no sign of a storm: its end is retried at once.
      std::this_thread::sleep_for(std::chrono::milliseconds(1100));
      EXPECT_TRUE(fleet_.AwaitConnected(kSites));
      const std::string name = "job-" + std::to_string(part);
      CommandResult run;
      link_.BreakAfter(at, state);
      std::thread runner([&] { run = Run(name); });
      EXPECT_TRUE(link_.AwaitBroken());
      restore();
      link_.Restore();
      runner.join();
      ExpectUndisturbed(run, kSites);
      if (HasFailure()) return;
      EXPECT_EQ(WeightsOf(fleet_, name, 2), WeightsOf(fleet_, "reference", 2));
    }
  }

  const unsigned seed_ = std::random_device{}();
  std::mt19937_64 random_{seed_};
  TestFleet fleet_{Options()};
  FaultyLink link_{Address()};
  uint64_t bytes_ = 0;  // a job's, over the link
};

TEST_F(LostLink, CutAndBackAtOnce) {
  BreakInEachOf(4, LinkState::kCut, [] {});
}

TEST_F(LostLink, SilentForLessThanAnybodyNotices) {
  BreakInEachOf(3, LinkState::kSilent, [] { std::this_thread::sleep_for(kHeartbeat); });
}

TEST_F(LostLink, SilentUntilTheSiteIsTakenToBeGone) {
  BreakInEachOf(2, LinkState::kSilent, [this] { EXPECT_TRUE(AwaitNoticed()); });
}

}  // namespace
}  // namespace hansa::testing

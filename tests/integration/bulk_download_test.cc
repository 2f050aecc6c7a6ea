// A model or an update of more than one message, fetched in ranges, while the site's link is cut,
// its agent is killed, or the coordinator is: every site is in every sum, what had arrived is not
// fetched again, and the model is bit for bit that of an undisturbed run.

#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>
#include <random>
#include <thread>

#include "tests/integration/faulty_link.h"
#include "tests/integration/test_fleet.h"

namespace hansa::testing {
namespace {

constexpr size_t kSites = 3;
// 2 inputs, one output: 4 x 65535 + 1 weights, a file just above 1 MiB.
constexpr unsigned kHidden = 65535;
constexpr uint64_t kModelBytes = 1 << 20;

TestFleetOptions Options() {
  TestFleetOptions options{.sites = kSites, .rows = 64, .start_agents = false, .restartable = true};
  for (size_t i = 0; i < kSites; ++i)
    options.environment[i]["HANSA_TASK_SEED"] = std::to_string(100 + i);
  return options;
}

class BulkDownload : public ::testing::Test {
 protected:
  void SetUp() override {
    std::ofstream(fleet_.fleet().site_folder(0) / "state" / "address") << link_.address() << '\n';
    for (size_t i = 0; i < kSites; ++i)
      ASSERT_TRUE(fleet_.fleet().StartAgent(i).ok()) << fleet_.Logs();
    const uint64_t before = link_.carried();
    const CommandResult run = Run("reference");
    ExpectUndisturbed(run, kSites);
    ASSERT_FALSE(HasFailure()) << run.output << fleet_.Logs();
    ASSERT_GT(link_.carried() - before, 3 * kModelBytes);
  }
  void TearDown() override {
    if (HasFailure()) ADD_FAILURE() << "seed " << seed_ << fleet_.Logs();
  }
  std::string Address() {
    const std::string address = ReadWhole(fleet_.fleet().coordinator_folder() / "address");
    return address.substr(0, address.find('\n'));
  }
  CommandResult Run(const std::string& name) {
    return fleet_.RunJob(SyntheticJob({.name = name,
                                       .quorum = kSites,
                                       .target = kSites,
                                       .more = "ring_bits = " + ring_bits_ + "\nmax_weight = 16\n",
                                       .training = "60s",
                                       .aggregating = "30s",
                                       .hidden = kHidden}));
  }
  // Disturbs a job when so many bytes of the first model have come to the first site.
  template <typename F>
  void Disturb(const std::string& name, uint64_t bytes, LinkState state, F disturb) {
    SCOPED_TRACE("after " + std::to_string(bytes) + " bytes");
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));
    ASSERT_TRUE(fleet_.AwaitConnected(kSites));
    CommandResult run;
    link_.BreakAfter(bytes, state);
    std::thread runner([&] { run = Run(name); });
    EXPECT_TRUE(link_.AwaitBroken());
    disturb();
    link_.Restore();
    runner.join();
    ExpectUndisturbed(run, kSites);
    if (HasFailure()) return;
    EXPECT_EQ(WeightsOf(fleet_, name, 2), WeightsOf(fleet_, "reference", 2));
  }
  uint64_t SomewhereInTheModel() { return 50'000 + random_() % 900'000; }

  std::string ring_bits_ = "32";  // an update is as large as the model, and goes in one message

  const unsigned seed_ = std::random_device{}();
  std::mt19937_64 random_{seed_};
  TestFleet fleet_{Options()};
  FaultyLink link_{Address()};
};

TEST_F(BulkDownload, GoesOnAfterACut) {
  for (const char* name : {"cut-one", "cut-two", "cut-three"})
    Disturb(name, SomewhereInTheModel(), LinkState::kCut, [] {});
}

TEST_F(BulkDownload, GoesOnAfterTheAgentWasKilled) {
  Disturb("agent-killed", SomewhereInTheModel(), LinkState::kSilent, [this] {
    fleet_.fleet().agent(0).Signal(SIGKILL);
    fleet_.fleet().agent(0).WaitOrKill(std::chrono::seconds(10));
    link_.Restore();
    EXPECT_TRUE(fleet_.fleet().StartAgent(0).ok());
  });
}

TEST_F(BulkDownload, GoesOnAfterTheCoordinatorWasKilled) {
  Disturb("coordinator-killed", SomewhereInTheModel(), LinkState::kSilent, [this] {
    fleet_.fleet().coordinator().Signal(SIGKILL);
    fleet_.fleet().coordinator().WaitOrKill(std::chrono::seconds(10));
    link_.Restore();
    EXPECT_TRUE(fleet_.fleet().StartCoordinator().ok());
  });
}

// An update of twice the model's size is announced and fetched.
class BulkUpload : public BulkDownload {
 protected:
  BulkUpload() { ring_bits_ = "64"; }
  uint64_t SomewhereInTheUpdate() { return 1'300'000 + random_() % 1'500'000; }
};

TEST_F(BulkUpload, GoesOnAfterACut) {
  for (const char* name : {"cut-one", "cut-two", "cut-three"})
    Disturb(name, SomewhereInTheUpdate(), LinkState::kCut, [] {});
}

// What had come lies in its spool.
TEST_F(BulkUpload, GoesOnAfterTheCoordinatorWasKilled) {
  Disturb("coordinator-killed", SomewhereInTheUpdate(), LinkState::kSilent, [this] {
    fleet_.fleet().coordinator().Signal(SIGKILL);
    fleet_.fleet().coordinator().WaitOrKill(std::chrono::seconds(10));
    link_.Restore();
    EXPECT_TRUE(fleet_.fleet().StartCoordinator().ok());
  });
}

TEST_F(BulkDownload, AnOperatorPullsAndVerifiesIt) {
  const auto out = fleet_.folder() / "pulled";
  const CommandResult pulled = fleet_.Hansa({"model", "pull", "reference", "--out", out});
  ASSERT_EQ(pulled.exit_code, 0) << pulled.errors;
  EXPECT_GT(std::filesystem::file_size(out / "model.safetensors"), kModelBytes);
  EXPECT_EQ(fleet_.Hansa({"model", "verify", out}).exit_code, 0);
}

}  // namespace
}  // namespace hansa::testing

// A disk that is full in the middle of a job, the coordinator's and a site's: it is said clearly,
// nothing is lost, and once there is space the work goes on.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>
#include <optional>
#include <thread>

#include "tests/integration/small_disk.h"
#include "tests/integration/test_fleet.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr size_t kSites = 4;
constexpr size_t kHeld =
    1;  // this site can be stopped in its training, so that a round stands still
constexpr auto kEnd = std::chrono::seconds(30);

auto ToldOf(const char* file) {
  return AllOf(HasSubstr("disk is full"), HasSubstr("Free space"), HasSubstr(file));
}

class FullDisk : public ::testing::Test {
 protected:
  // `folder` of the fleet lies on the small disk.
  void Start(const std::string& folder) {
    auto disk = SmallDisk::Mount(8 << 20);
    ASSERT_TRUE(disk.ok()) << disk.error().Text();
    disk_ = std::move(disk).value();
    TestFleetOptions options{.sites = kSites, .rows = 64, .restartable = true};
    options.elsewhere = {{folder, disk_->path() / "folder"}};
    for (size_t i = 0; i < kSites; ++i)
      options.environment[i]["HANSA_TASK_SEED"] = std::to_string(100 + i);
    options.environment[kHeld]["HANSA_STOP_AT"] = "@" + wanted_.string();
    options.environment[kHeld]["HANSA_STOP_FILE"] = fired_.string();
    fleet_ = std::make_unique<TestFleet>(std::move(options));
  }
  cli::LocalFleet& fleet() { return fleet_->fleet(); }

  // The job's run, with `disturb` while a round stands still in its training.
  template <typename F>
  CommandResult Run(const std::string& name, F disturb) {
    std::ofstream(wanted_) << "training\n";
    CommandResult run;
    std::thread runner([&] {
      run = fleet_->RunJob(SyntheticJob({.name = name, .target = kSites, .aggregating = "20s"}));
    });
    EXPECT_TRUE(AwaitFile(fired_)) << "the round never began";
    disturb();
    runner.join();
    return run;
  }
  CommandResult RunFreely(const std::string& name) {
    return fleet_->RunJob(SyntheticJob({.name = name, .target = kSites, .aggregating = "20s"}));
  }
  // The held site trains again, and the round goes on. Does not wait for its agent to be greeted.
  void LetGo() {
    fs::remove(wanted_);
    fleet().agent(kHeld).Signal(SIGKILL);
    fleet().agent(kHeld).WaitOrKill(kEnd);
    auto started = fleet().StartClient(kHeld, {"run"});
    ASSERT_TRUE(started.ok()) << started.error().Text();
    held_.emplace(std::move(started).value());
  }
  ScratchFolder scratch_;
  const fs::path fired_ = scratch_.path() / "fired";
  const fs::path wanted_ = scratch_.path() / "wanted";
  std::unique_ptr<SmallDisk> disk_;
  std::unique_ptr<TestFleet> fleet_;
  std::optional<ChildProcess> held_;  // its agent, once it was let go
};

TEST_F(FullDisk, OfTheCoordinatorEndsItAndTheJobGoesOnOnceThereIsSpace) {
  ASSERT_NO_FATAL_FAILURE(Start("coordinator"));
  ExpectUndisturbed(RunFreely("reference"), kSites);
  const CommandResult run = Run("disturbed", [&] {
    ASSERT_TRUE(disk_->Fill().ok());
    LetGo();
    EXPECT_EQ(fleet().coordinator().WaitOrKill(kEnd).exit_code, 1) << fleet_->Logs();
    EXPECT_THAT(ReadWhole(fleet().log("coordinator")), ToldOf("store.db"));
    const CommandResult again =
        RunProgram("hansa-coordinator", {"--config", fleet().coordinator_folder().string()});
    EXPECT_NE(again.exit_code, 0) << again.errors;
    EXPECT_THAT(again.errors, HasSubstr("ree space"));
    disk_->Free();
    const auto started = fleet().StartCoordinator();
    EXPECT_TRUE(started.ok()) << started.error().Text() << fleet_->Logs();
  });
  ExpectUndisturbed(run, kSites);
  EXPECT_EQ(EventsNamed(run, "job_resumed").size(), 1u) << run.output;
  EXPECT_EQ(WeightsOf(*fleet_, "disturbed", 2), WeightsOf(*fleet_, "reference", 2));
  if (HasFailure()) ADD_FAILURE() << fleet_->Logs();
}

TEST_F(FullDisk, OfASiteCostsTheRoundOnlyThatSite) {
  ASSERT_NO_FATAL_FAILURE(Start("sites/site-0/state"));
  ExpectUndisturbed(RunFreely("reference"), kSites);
  const CommandResult run = Run("disturbed", [&] {
    ASSERT_TRUE(disk_->Fill().ok());
    LetGo();
    EXPECT_EQ(fleet().agent(0).WaitOrKill(kEnd).exit_code, 1) << fleet_->Logs();
    EXPECT_THAT(ReadWhole(fleet().log("site-0")), ToldOf("journal.db"));
  });
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors << fleet_->Logs();
  EXPECT_EQ(EventsNamed(run, "round_failed").size(), 0u) << run.output;
  for (const auto& round : EventsNamed(run, "round_finished"))
    EXPECT_EQ(round["clients"], kSites - 1) << run.output;
  disk_->Free();
  ASSERT_TRUE(fleet().StartAgent(0).ok()) << fleet_->Logs();
  EXPECT_TRUE(fleet_->AwaitConnected(kSites));
  ExpectUndisturbed(RunFreely("afterwards"), kSites);
  if (HasFailure()) ADD_FAILURE() << fleet_->Logs();
}

}  // namespace
}  // namespace hansa::testing

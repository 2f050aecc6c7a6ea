// A disk that is full in the middle of a job, the coordinator's and a site's: it is said clearly,
// nothing is lost, and once there is space the work goes on.

#include <gmock/gmock.h>
#include <signal.h>

#include <optional>

#include "tests/integration/held_round.h"
#include "tests/integration/small_disk.h"

namespace hansa::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

auto ToldOf(const char* file) {
  return AllOf(HasSubstr("disk is full"), HasSubstr("Free space"), HasSubstr(file));
}

class FullDisk : public HeldRound {
 protected:
  // `folder` of the fleet lies on a small disk.
  void StartWithSmall(const std::string& folder) {
    auto disk = SmallDisk::Mount(8 << 20);
    ASSERT_TRUE(disk.ok()) << disk.error().Text();
    disk_ = std::move(disk).value();
    TestFleetOptions options;
    options.elsewhere = {{folder, disk_->path() / "folder"}};
    Start(std::move(options));
    ExpectUndisturbed(Run("reference"), kSites);
  }
  void TearDown() override {
    if (HasFailure() && fleet_ != nullptr) ADD_FAILURE() << fleet_->Logs();
    fleet_.reset();  // before its disk
  }

  std::unique_ptr<SmallDisk> disk_;
};

TEST_F(FullDisk, OfTheCoordinatorEndsItAndTheJobGoesOnOnceThereIsSpace) {
  ASSERT_NO_FATAL_FAILURE(StartWithSmall("coordinator"));
  const CommandResult run = RunHeld("disturbed", [&] {
    EXPECT_TRUE(disk_->Fill().ok());
    LetGo();
    EXPECT_EQ(fleet().coordinator().WaitOrKill(kEnd).exit_code, 1);
    EXPECT_THAT(ReadWhole(fleet().log("coordinator")), ToldOf("store.db"));
    const CommandResult again =
        RunProgram("hansa-coordinator", {"--config", fleet().coordinator_folder().string()});
    EXPECT_EQ(again.exit_code, 1);
    EXPECT_THAT(again.errors, ToldOf("store.db"));
    disk_->Free();
    const auto started = fleet().StartCoordinator();
    EXPECT_TRUE(started.ok()) << started.error().Text();
  });
  ExpectUndisturbed(run, kSites);
  EXPECT_EQ(EventsNamed(run, "job_resumed").size(), 1u) << run.output;
  EXPECT_EQ(WeightsOf(*fleet_, "disturbed", 2), WeightsOf(*fleet_, "reference", 2));
}

// The store has space, the models have none: the round's sum is kept, and published later.
TEST_F(FullDisk, OfTheModelsEndsTheCoordinatorAndTheVersionComesOnceThereIsSpace) {
  auto disk = SmallDisk::Mount(1 << 20);
  ASSERT_TRUE(disk.ok()) << disk.error().Text();
  disk_ = std::move(disk).value();
  Start({});
  ExpectUndisturbed(Run("reference"), kSites);
  const auto models = fleet().coordinator_folder() / "models", moved = disk_->path() / "models";
  fleet().coordinator().Signal(SIGTERM);
  fleet().coordinator().WaitOrKill(kEnd);
  std::filesystem::copy(models, moved, std::filesystem::copy_options::recursive);
  std::filesystem::remove_all(models);
  std::filesystem::create_directory_symlink(moved, models);
  ASSERT_TRUE(fleet().StartCoordinator().ok());

  const CommandResult run = RunHeld("disturbed", [&] {
    EXPECT_TRUE(disk_->Fill().ok());
    LetGo();
    EXPECT_EQ(fleet().coordinator().WaitOrKill(kEnd).exit_code, 1);
    EXPECT_THAT(ReadWhole(fleet().log("coordinator")),
                AllOf(HasSubstr("No space left"), HasSubstr("models")));
    disk_->Free();
    const auto started = fleet().StartCoordinator();
    EXPECT_TRUE(started.ok()) << started.error().Text();
  });
  ExpectUndisturbed(run, kSites);
  EXPECT_EQ(WeightsOf(*fleet_, "disturbed", 2), WeightsOf(*fleet_, "reference", 2));
  for (const auto& entry : std::filesystem::directory_iterator(moved / "disturbed"))
    EXPECT_EQ(entry.path().filename().string().size(), 1u) << "left behind: " << entry.path();
}

TEST_F(FullDisk, OfASiteCostsTheRoundOnlyThatSite) {
  ASSERT_NO_FATAL_FAILURE(StartWithSmall("sites/site-0/state"));
  const CommandResult run = RunHeld("disturbed", [&] {
    EXPECT_TRUE(disk_->Fill().ok());
    LetGo();
    EXPECT_EQ(fleet().agent(0).WaitOrKill(kEnd).exit_code, 1);
    EXPECT_THAT(ReadWhole(fleet().log("site-0")), ToldOf("journal.db"));
  });
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors;
  EXPECT_EQ(EventsNamed(run, "round_failed").size(), 0u) << run.output;
  for (const auto& round : EventsNamed(run, "round_finished"))
    EXPECT_EQ(round["clients"], kSites - 1) << run.output;
  disk_->Free();
  ASSERT_TRUE(fleet().StartAgent(0).ok());
  EXPECT_TRUE(fleet_->AwaitConnected(kSites));
  ExpectUndisturbed(Run("afterwards"), kSites);
}

// It had trained, and its update could not leave: with space again it is in the next round.
TEST_F(FullDisk, OfASiteThatHoldsAnUpdateIsOverOnceThereIsSpace) {
  ASSERT_NO_FATAL_FAILURE(StartWithSmall("sites/site-0/state"));
  std::optional<ChildProcess> again;
  const CommandResult run = RunHeld("disturbed", [&] {
    EXPECT_TRUE(disk_->Fill().ok());
    LetGo();
    EXPECT_EQ(fleet().agent(0).WaitOrKill(kEnd).exit_code, 1);
    disk_->Free();
    auto started = fleet().StartClient(0, {"run"});
    ASSERT_TRUE(started.ok());
    again.emplace(std::move(started).value());
  });
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors;
  const auto rounds = EventsNamed(run, "round_finished");
  ASSERT_EQ(rounds.size(), 2u) << run.output;
  EXPECT_EQ(rounds.back()["clients"], kSites) << run.output;
  EXPECT_FALSE(again->TryWait().has_value());
}

}  // namespace
}  // namespace hansa::testing

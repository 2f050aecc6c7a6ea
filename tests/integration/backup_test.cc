// A backup made while a job runs, and a coordinator restored from it: the job ends, and no session
// number is used twice.

#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>
#include <thread>

#include "coordinator/storage/sqlite/restored_store.h"
#include "coordinator/storage/sqlite/sqlite_store.h"
#include "tests/integration/test_fleet.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;

constexpr size_t kSites = 3;

class BackupOfARun : public ::testing::Test {
 protected:
  BackupOfARun() : fleet_({.sites = kSites}) {}

  fs::path Folder() { return fleet_.fleet().coordinator_folder(); }
  std::string Submit() {
    JobOptions job;
    job.rounds = 25;
    job.target = kSites;
    job.training = "10s";
    const CommandResult submitted =
        fleet_.Hansa({"job", "submit", fleet_.WriteJob(SyntheticJob(job)).string()});
    EXPECT_EQ(submitted.exit_code, 0) << submitted.errors;
    return submitted.last().value("job_id", "");
  }
  bool AwaitEvent(const std::string& job, const std::string& event) {
    const fs::path events = Folder() / "runs" / job / "events.jsonl";
    for (int i = 0; i < 3000; ++i) {
      if (ReadWhole(events).find(event) != std::string::npos) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }
  // The restored coordinator listens elsewhere: its sites are told.
  void StartAgain() {
    const Result<> started = fleet_.fleet().StartCoordinator();
    ASSERT_TRUE(started.ok()) << started.error().Text();
    for (size_t i = 0; i < kSites; ++i) {
      fleet_.fleet().agent(i).Signal(SIGKILL);
      fleet_.fleet().agent(i).WaitOrKill(std::chrono::seconds(5));
      fs::copy_file(fleet_.fleet().context() / "address",
                    fleet_.fleet().site_folder(i) / "state" / "address",
                    fs::copy_options::overwrite_existing);
      const Result<> ready = fleet_.fleet().StartAgent(i);
      ASSERT_TRUE(ready.ok()) << ready.error().Text() << fleet_.Logs();
    }
  }
  static uint64_t LastSessionNumber(const fs::path& coordinator) {
    auto store = coordinator::SqliteStore::Open((coordinator / "state" / "store.db").string());
    EXPECT_TRUE(store.ok()) << store.error().Text();
    return *(*store)->LastSessionNumber();
  }

  TestFleet fleet_;
};

TEST_F(BackupOfARun, IsRestoredAndTheJobEnds) {
  const std::string job = Submit();
  ASSERT_TRUE(AwaitEvent(job, "round_finished")) << fleet_.Logs();
  // The quorum is out of reach: the job stays in the middle of a round.
  fleet_.fleet().agent(0).Signal(SIGSTOP);

  const fs::path backup = fleet_.folder() / "backup";
  const CommandResult made = fleet_.Hansa({"coordinator", "backup", "--out", backup.string()});
  ASSERT_EQ(made.exit_code, 0) << made.errors << fleet_.Logs();
  EXPECT_EQ(made.last()["event"], "backup_made");
  EXPECT_GT(made.last()["files"], 10);
  EXPECT_EQ(fleet_.Hansa({"coordinator", "backup", "--out", backup.string()}).exit_code, 5);

  fleet_.fleet().coordinator().Signal(SIGKILL);
  fleet_.fleet().coordinator().WaitOrKill(std::chrono::seconds(5));
  const fs::path before = fleet_.folder() / "before";
  fs::rename(Folder(), before);
  const CommandResult restored = fleet_.Hansa(
      {"coordinator", "restore", "--from", backup.string(), "--to", Folder().string()});
  ASSERT_EQ(restored.exit_code, 0) << restored.errors;
  EXPECT_EQ(restored.last()["event"], "coordinator_restored");

  StartAgain();
  const CommandResult watched = fleet_.Hansa({"job", "watch", job});
  EXPECT_EQ(watched.exit_code, 0) << watched.output << watched.errors << fleet_.Logs();
  EXPECT_EQ(watched.last().value("state", ""), "succeeded") << watched.output;
  fleet_.fleet().Stop();
  EXPECT_GT(LastSessionNumber(Folder()),
            LastSessionNumber(before) + coordinator::kSessionNumbersSkipped / 2);
}

// Rounds follow one another while the files are copied; none of them is waited for.
TEST_F(BackupOfARun, IsWholeWhileRoundsGoOn) {
  const std::string job = Submit();
  ASSERT_TRUE(AwaitEvent(job, "round_finished")) << fleet_.Logs();
  for (const std::string name : {"first", "second", "third"}) {
    const fs::path backup = fleet_.folder() / name, folder = fleet_.folder() / (name + "-restored");
    const CommandResult made = fleet_.Hansa({"coordinator", "backup", "--out", backup.string()});
    ASSERT_EQ(made.exit_code, 0) << made.errors << fleet_.Logs();
    const CommandResult restored = fleet_.Hansa(
        {"coordinator", "restore", "--from", backup.string(), "--to", folder.string()});
    ASSERT_EQ(restored.exit_code, 0) << restored.errors;
    EXPECT_GT(LastSessionNumber(folder), coordinator::kSessionNumbersSkipped);
  }
  EXPECT_EQ(fleet_.Hansa({"job", "watch", job}).last().value("state", ""), "succeeded");
}

TEST_F(BackupOfARun, CollectRemovesOnlyWhatNoRecordNames) {
  const fs::path models = Folder() / "models";
  ASSERT_EQ(fleet_.RunJob(SyntheticJob({.rounds = 1, .target = kSites})).exit_code, 0);
  fleet_.fleet().coordinator().Signal(SIGTERM);
  fleet_.fleet().coordinator().WaitOrKill(std::chrono::seconds(10));
  // As an older store put back by hand would find it.
  {
    auto raw = sqlite::Database::Open((Folder() / "state" / "store.db").string(),
                                      sqlite::OpenMode::kReadWrite);
    ASSERT_TRUE(raw->Exec("DELETE FROM versions WHERE version = 1").ok());
  }
  ASSERT_TRUE(fleet_.fleet().StartCoordinator().ok()) << fleet_.Logs();
  EXPECT_TRUE(fs::exists(models / "test-job" / "1")) << "not removed without being asked";
  const CommandResult listed = fleet_.Hansa({"coordinator", "collect", "--dry-run"});
  EXPECT_EQ(listed.last()["folders"], 1) << listed.output << listed.errors;
  EXPECT_EQ(listed.lines().front()["folder"], "models/test-job/1");
  EXPECT_TRUE(fs::exists(models / "test-job" / "1"));
  const CommandResult collected = fleet_.Hansa({"coordinator", "collect"});
  EXPECT_EQ(collected.last()["folders"], 1) << collected.output;
  EXPECT_FALSE(fs::exists(models / "test-job" / "1"));
  EXPECT_TRUE(fs::exists(models / "test-job" / "0"));
}

}  // namespace
}  // namespace hansa::testing

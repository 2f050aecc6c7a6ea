// A coordinator whose folder was damaged: it refuses to start, or serves the rest, and says what is
// wrong.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>
#include <thread>

#include "common/sqlite/database.h"
#include "tests/integration/test_fleet.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

class DamagedFolder : public ::testing::Test {
 protected:
  DamagedFolder() : fleet_({.sites = 3}) {
    EXPECT_EQ(fleet_.RunJob(SyntheticJob({.rounds = 2, .target = 3})).exit_code, 0);
    fleet_.fleet().coordinator().Signal(SIGTERM);
    fleet_.fleet().coordinator().WaitOrKill(std::chrono::seconds(10));
  }
  fs::path Folder() { return fleet_.fleet().coordinator_folder(); }
  // Its exit code and words; it ends by itself.
  CommandResult Start() { return RunProgram("hansa-coordinator", {"--config", Folder().string()}); }
  bool AwaitLog(const std::string& words) {
    for (int i = 0; i < 3000; ++i) {
      if (fleet_.Logs().find(words) != std::string::npos) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }

  TestFleet fleet_;
};

TEST_F(DamagedFolder, WithoutAWholeStoreDoesNotStart) {
  const fs::path store = Folder() / "state" / "store.db";
  fs::resize_file(store, fs::file_size(store) / 2);
  const CommandResult cut = Start();
  EXPECT_EQ(cut.exit_code, 3);
  EXPECT_THAT(cut.errors, AllOf(HasSubstr(store.string()), HasSubstr("backup")));
  fs::remove(store);
  const CommandResult missing = Start();
  EXPECT_EQ(missing.exit_code, 3);
  EXPECT_THAT(missing.errors, AllOf(HasSubstr("store.db is missing"), HasSubstr("restore")));
  EXPECT_FALSE(fs::exists(store)) << "no new one is made in its place";
}

TEST_F(DamagedFolder, WithADamagedSiteDoesNotStart) {
  {
    auto raw = sqlite::Database::Open((Folder() / "state" / "store.db").string(),
                                      sqlite::OpenMode::kReadWrite);
    ASSERT_TRUE(raw->Exec("UPDATE sites SET credential = substr(credential, 1, 100) WHERE site_id "
                          "= (SELECT site_id FROM invitations WHERE name = 'site-1')")
                    .ok());
  }
  const CommandResult start = Start();
  EXPECT_EQ(start.exit_code, 6);
  EXPECT_THAT(start.errors, AllOf(HasSubstr("site site-1 ("), HasSubstr("backup")));
}

TEST_F(DamagedFolder, ServesAllButADamagedModelAndNamesIt) {
  const fs::path model = Folder() / "models" / "test-job" / "1" / "model.safetensors";
  std::fstream(model, std::ios::in | std::ios::out | std::ios::binary).put('\x7f');
  ASSERT_TRUE(fleet_.fleet().StartCoordinator().ok()) << fleet_.Logs();
  EXPECT_TRUE(AwaitLog(model.string() + " is corrupt")) << fleet_.Logs();
  const auto pull = [this](const char* version) {
    return fleet_.Hansa({"model", "pull", "test-job", "--version", version, "--out",
                         (fleet_.folder() / version).string()});
  };
  const CommandResult damaged = pull("1");
  EXPECT_EQ(damaged.exit_code, 6) << damaged.output;
  EXPECT_THAT(damaged.output + damaged.errors, AllOf(HasSubstr("SHA-256"), HasSubstr("backup")));
  EXPECT_EQ(pull("2").exit_code, 0);
}

}  // namespace
}  // namespace hansa::testing

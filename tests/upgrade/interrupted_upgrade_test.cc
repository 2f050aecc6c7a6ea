// The power fails at every write of an upgrade: each step is there whole or not at all, and the
// next start goes on.

#include <gtest/gtest.h>

#include <fstream>

#include "common/base/text.h"
#include "coordinator/storage/sqlite/schema_steps.h"
#include "coordinator/storage/sqlite/sqlite_store.h"
#include "tests/support/power_cut_vfs.h"
#include "tests/upgrade/recorded_file.h"

namespace hansa::coordinator {
namespace {

constexpr const char* kName = "store.db";

void CopyFile(const std::string& from, const std::string& name, test::PowerCutDisk& disk) {
  std::ifstream in(from, std::ios::binary);
  if (!in.is_open()) return;
  disk.Place(name, Bytes(std::istreambuf_iterator<char>(in), {}));
}

// How many tables there are beside the old ones.
int64_t TablesAfter(sqlite::Database& database, const std::vector<std::string>& old) {
  std::string names = "'sqlite_sequence'";
  for (const std::string& table : old) names += ", '" + table + "'";
  return *database.QueryInt(
      "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name "
      "NOT IN (" +
      names + ")");
}

std::vector<std::string> Tables(sqlite::Database& database) {
  std::vector<std::string> tables;
  sqlite::Statement select =
      std::move(database.Prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")).value();
  while (*select.Step()) tables.emplace_back(select.Text(0));
  return tables;
}

// The recorded file on a disk whose power fails at one operation of the upgrade.
class InterruptedUpgrade {
 public:
  explicit InterruptedUpgrade(uint64_t seed) : disk_(seed), vfs_(disk_) {
    CopyFile(recorded_.path(), kName, disk_);
    CopyFile(recorded_.path() + "-wal", std::string(kName) + "-wal", disk_);
    sqlite::Database raw = Raw();
    old_tables_ = Tables(raw);
  }

  // False: the upgrade was over before the power failed.
  bool CutAt(uint64_t operation) {
    disk_.CutPowerAt(operation);
    const bool opened = SqliteStore::Open(kName, vfs_.name()).ok();
    const bool cut = disk_.cut();
    disk_.PowerBack();
    EXPECT_TRUE(opened || cut);
    return cut;
  }
  void ExpectWholeSteps() {
    sqlite::Database raw = Raw();
    const int64_t version = *raw.QueryInt("PRAGMA user_version");
    const int64_t tables = TablesAfter(raw, old_tables_);
    EXPECT_TRUE((version == 1 && tables == 0) || (version > 1 && tables > 0))
        << "version " << version << " with " << tables << " new tables";
  }
  void ExpectItGoesOn() {
    auto store = SqliteStore::Open(kName, vfs_.name());
    ASSERT_TRUE(store.ok()) << store.error().Text();
    EXPECT_EQ((*store)->Sites()->size(), 4u);
    EXPECT_EQ((*store)->Jobs()->size(), 3u);
    EXPECT_EQ((*store)->Versions()->size(), 3u);
    EXPECT_EQ(*(*store)->LastSessionNumber(), 4u);
    EXPECT_TRUE((*store)->Rounds()->empty());
  }

 private:
  sqlite::Database Raw() {
    return std::move(sqlite::Database::Open(kName, sqlite::OpenMode::kReadWrite, vfs_.name()))
        .value();
  }
  testing::RecordedFile recorded_{"store", 1};
  test::PowerCutDisk disk_;
  test::PowerCutVfs vfs_;
  std::vector<std::string> old_tables_;
};

TEST(InterruptedUpgrade, IsWholeOrNotAtAll) {
  uint64_t operation = 1;
  for (bool cut = true; cut; ++operation) {
    for (uint64_t seed = 1; seed <= 3; ++seed) {
      SCOPED_TRACE(StrCat("power cut at operation ", operation, ", seed ", seed));
      InterruptedUpgrade upgrade(seed);
      cut = upgrade.CutAt(operation);
      upgrade.ExpectWholeSteps();
      upgrade.ExpectItGoesOn();
    }
    ASSERT_LT(operation, 1000u);
  }
  EXPECT_GT(operation, 10u);  // there was something to interrupt
}

}  // namespace
}  // namespace hansa::coordinator

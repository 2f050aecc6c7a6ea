// The power fails at any write, any number of times: what was promised is there, nothing is there
// in part, and the file opens.

#include <gtest/gtest.h>

#include <random>

#include "common/base/text.h"
#include "common/sqlite/database.h"
#include "tests/storage/durable_subject.h"
#include "tests/support/power_cut_vfs.h"

namespace hansa::testing {
namespace {

using test::PowerCutDisk;
using test::PowerCutVfs;

constexpr int kCutsPerSeed = 6;
constexpr uint64_t kSeeds = 60;

class PowerCuts {
 public:
  PowerCuts(DurableSubject& subject, uint64_t seed, bool ignore_syncs)
      : subject_(subject), random_(seed), disk_(seed + 1), vfs_(disk_) {
    if (ignore_syncs) disk_.IgnoreSyncs();
  }
  ~PowerCuts() { subject_.Close(); }

  // Empty: the promise was kept. Otherwise what was lost.
  std::string Run() {
    for (int cut = 0; cut < kCutsPerSeed; ++cut) {
      // Near and far: at each write of a small turn, and while the log is moved into the file.
      disk_.CutPowerAt(1 + Below(uint64_t{1} << Below(13)));
      const bool in_doubt = WriteUntilTheCut();
      subject_.Close();
      disk_.PowerBack();
      const Result<> opened = subject_.Open(vfs_.name());
      if (!opened.ok()) return "it does not open: " + opened.error().Text();
      const std::string lost = Compare(in_doubt);
      if (!lost.empty()) return StrCat("after cut ", cut, ": ", lost);
    }
    return "";
  }

 private:
  // True: the write drawn last had no answer when the power failed.
  bool WriteUntilTheCut() {
    subject_.Close();
    if (!subject_.Open(vfs_.name()).ok()) return false;
    while (!disk_.cut()) {
      if (Below(30) == 0) {  // a clean end meanwhile
        subject_.Close();
        if (!subject_.Open(vfs_.name()).ok()) return false;
      }
      const Result<> written = subject_.Write();
      if (!written.ok() && disk_.cut()) return true;
      subject_.Believe();
    }
    return false;
  }
  uint64_t Below(uint64_t bound) {
    return std::uniform_int_distribution<uint64_t>(0, bound - 1)(random_);
  }
  std::string Compare(bool in_doubt) {
    const Result<std::string> holds = subject_.Holds();
    if (!holds.ok()) return "it cannot be read: " + holds.error().Text();
    if (*holds == subject_.Believed()) return "";
    if (in_doubt) subject_.Believe();  // whole, then
    return *holds == subject_.Believed()
               ? ""
               : StrCat(holds->size(), " bytes are there, not ", subject_.Believed().size());
  }

  DurableSubject& subject_;
  std::mt19937_64 random_;
  PowerCutDisk disk_;
  PowerCutVfs vfs_;
};

using MakeSubject = std::unique_ptr<DurableSubject> (*)(uint64_t seed);

size_t LossesIn(MakeSubject make, bool ignore_syncs) {
  size_t losses = 0;
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const auto subject = make(seed);
    const std::string lost = PowerCuts(*subject, seed, ignore_syncs).Run();
    losses += !lost.empty();
    if (!ignore_syncs) {
      EXPECT_EQ(lost, "") << "seed " << seed;
    }
  }
  return losses;
}

TEST(PowerCut, TheStoreKeepsItsWord) { EXPECT_EQ(LossesIn(MakeStoreSubject, false), 0u); }
TEST(PowerCut, TheJournalKeepsItsWord) { EXPECT_EQ(LossesIn(MakeJournalSubject, false), 0u); }

// The same tests on a disk that does not sync: they see a loss when there is one.
TEST(PowerCut, WithoutSyncsTheStoreLoses) { EXPECT_GT(LossesIn(MakeStoreSubject, true), 10u); }
TEST(PowerCut, WithoutSyncsTheJournalLoses) { EXPECT_GT(LossesIn(MakeJournalSubject, true), 10u); }

// How many of 40 rows, committed one by one, are there after the power was cut.
int64_t RowsLeft(const char* synchronous, uint64_t seed) {
  PowerCutDisk disk(seed);
  PowerCutVfs vfs(disk);
  const auto open = [&vfs] {
    return std::move(sqlite::Database::Open("t.db", sqlite::OpenMode::kReadWriteCreate, vfs.name()))
        .value();
  };
  {
    sqlite::Database database = open();
    EXPECT_TRUE(database.Exec("PRAGMA journal_mode = WAL; CREATE TABLE t (x)").ok());
    EXPECT_TRUE(database.Exec(StrCat("PRAGMA synchronous = ", synchronous)).ok());
    for (int row = 0; row < 40; ++row)
      EXPECT_TRUE(database.Exec(StrCat("INSERT INTO t VALUES (", row, ")")).ok());
    disk.CutPowerAt(1);
    EXPECT_FALSE(database.Exec("INSERT INTO t VALUES (40)").ok());
  }
  disk.PowerBack();
  sqlite::Database database = open();
  return database.QueryInt("SELECT count(*) FROM t").ok()
             ? *database.QueryInt("SELECT count(*) FROM t")
             : -1;
}

TEST(PowerCut, TheDiskForgetsWhatSqliteDoesNotSync) {
  bool lost = false;
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    EXPECT_EQ(RowsLeft("FULL", seed), 40) << "seed " << seed;
    lost = lost || RowsLeft("OFF", seed) < 40;
  }
  EXPECT_TRUE(lost);
}

}  // namespace
}  // namespace hansa::testing

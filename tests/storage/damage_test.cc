// A damaged store says what is wrong and what to do, and is left as it was found.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "common/base/text.h"
#include "coordinator/storage/sqlite/sqlite_store.h"
#include "tests/storage/sample_records.h"
#include "tests/support/temporary_folder.h"

namespace hansa::coordinator {
namespace {

using namespace sample;
using ::testing::HasSubstr;

class DamagedStore : public ::testing::Test {
 protected:
  DamagedStore() {
    auto store = std::move(SqliteStore::Open(Path())).value();
    std::vector<Record> turn = {Invitation(kSite, 1),
                                Site(kSite, 2),
                                Job("job-7"),
                                Version(12, "sha"),
                                Round("job-7", 1, Session('p')),
                                Step("job-7", Session('p'), v1::SessionStepRecord::kOpened)};
    for (uint64_t i = 0; i < 50; ++i) turn.push_back(Event("job-7", i, std::string(3000, 'x')));
    EXPECT_TRUE(store->Commit(turn).ok());
  }
  std::string Path() const { return (folder_ / "store.db").string(); }
  std::string Contents() const {
    std::ifstream in(Path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void Replace(const std::string& contents) const { folder_.Write("store.db", contents); }
  // Found unusable at the start, and not touched.
  void ExpectRefused() {
    const std::string before = Contents();
    const auto opened = SqliteStore::Open(Path());
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().kind, ErrorKind::kBadInput);
    EXPECT_THAT(opened.error().what, HasSubstr(Path()));
    EXPECT_NE(opened.error().why, "");
    EXPECT_THAT(opened.error().next, HasSubstr("backup"));
    EXPECT_EQ(Contents(), before);
  }
  std::unique_ptr<Store> WithDamaged(const std::string& sql) {
    {
      auto raw = sqlite::Database::Open(Path(), sqlite::OpenMode::kReadWrite);
      const Result<> done = raw->Exec(sql);
      EXPECT_TRUE(done.ok()) << done.error().Text();
    }
    return std::move(SqliteStore::Open(Path())).value();
  }
  template <typename T>
  void ExpectNamed(const Result<T>& read, const std::string& name) {
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.error().kind, ErrorKind::kBadInput);
    EXPECT_THAT(read.error().what, HasSubstr(name));
    EXPECT_THAT(read.error().why, HasSubstr("damaged"));
    EXPECT_THAT(read.error().next, HasSubstr("backup"));
  }

  test::TemporaryFolder folder_;
};

TEST_F(DamagedStore, APage) {
  std::string contents = Contents();
  ASSERT_GT(contents.size(), 30u * 4096);
  for (size_t page = 2; page < 20; ++page)
    contents.replace(page * 4096, 200, std::string(200, 'z'));
  Replace(contents);
  ExpectRefused();
}

TEST_F(DamagedStore, TheFirstPage) {
  std::string contents = Contents();
  contents.replace(0, 100, std::string(100, 'z'));
  Replace(contents);
  ExpectRefused();
}

TEST_F(DamagedStore, CutShort) {
  const std::string contents = Contents();
  for (const size_t size : {contents.size() / 2, size_t{5000}, size_t{4096}, size_t{50}}) {
    SCOPED_TRACE(size);
    Replace(contents.substr(0, size));
    ExpectRefused();
  }
}

TEST_F(DamagedStore, ItsLogIsNotMovedIntoIt) {
  {
    auto store = std::move(SqliteStore::Open(Path())).value();
    ASSERT_TRUE(store->Commit(std::vector<Record>{SessionNumberTaken{1}}).ok());
    std::filesystem::copy_file(Path() + "-wal", folder_ / "kept");
  }
  std::filesystem::rename(folder_ / "kept", Path() + "-wal");
  Replace(Contents().substr(0, 8192));
  ExpectRefused();
  EXPECT_TRUE(std::filesystem::exists(Path() + "-wal"));
}

TEST_F(DamagedStore, ARecordIsNamed) {
  const std::string damage = " SET record = x'ff'";
  ExpectNamed(WithDamaged("UPDATE jobs" + damage)->Jobs(), "job job-7");
  ExpectNamed(WithDamaged("UPDATE versions" + damage)->Versions(), "version 12 of wind-power");
  ExpectNamed(WithDamaged("UPDATE rounds" + damage)->Rounds(), "the round of job job-7");
  ExpectNamed(WithDamaged("UPDATE session_steps" + damage)->SessionSteps("job-7"),
              "a session of job job-7");
}

TEST_F(DamagedStore, ARecordUnderAnotherNameIsNamed) {
  const auto store = WithDamaged("UPDATE versions SET version = 13");
  ExpectNamed(store->Versions(), "version 13 of wind-power");
}

}  // namespace
}  // namespace hansa::coordinator

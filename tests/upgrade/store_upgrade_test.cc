// The coordinator's store of every released version: opened, brought up to date, nothing lost.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "coordinator/storage/sqlite/schema_steps.h"
#include "coordinator/storage/sqlite/sqlite_store.h"
#include "tests/storage/sample_records.h"
#include "tests/upgrade/recorded_file.h"

namespace hansa::coordinator {
namespace {

using ::testing::HasSubstr;
using testing::RecordedFile;

class StoreUpgrade : public ::testing::TestWithParam<size_t> {
 protected:
  std::unique_ptr<Store> Open() {
    auto opened = SqliteStore::Open(file_.path());
    EXPECT_TRUE(opened.ok()) << opened.error().Text();
    return opened.ok() ? std::move(opened).value() : nullptr;
  }
  RecordedFile file_{"store", GetParam()};
};

TEST_P(StoreUpgrade, HasAllItsRows) {
  { ASSERT_NE(Open(), nullptr); }
  EXPECT_EQ(*file_.VersionNow(), static_cast<int64_t>(kStoreSteps.size()));
  EXPECT_EQ(*file_.RowsNow(), file_.rows());
  EXPECT_FALSE(file_.rows().empty());
}

TEST_P(StoreUpgrade, WorksOn) {
  std::unique_ptr<Store> store = Open();
  ASSERT_NE(store, nullptr);
  const auto jobs = *store->Jobs();
  const size_t sites = store->Sites()->size(), versions = store->Versions()->size();
  const uint64_t session = *store->LastSessionNumber();
  ASSERT_FALSE(jobs.empty());
  const std::string running = jobs.back().job_id();
  ASSERT_EQ(jobs.back().state(), "running");
  const auto lines = *store->Events(running);
  const size_t measurements = store->Measurements()->size();
  EXPECT_EQ(*store->Directory(), std::nullopt);
  const uint64_t next_line = lines.empty() ? 1 : lines.back().number + 1;
  const Result<> committed = store->Commit(std::vector<Record>{
      sample::Invitation(sample::kSite, 1), sample::Site(sample::kSite, 2),
      SessionNumberTaken{session + 1}, sample::Version(1000, "sha"), sample::Job("new"),
      sample::Round(running, 1, sample::Session('p')),
      sample::Step(running, sample::Session('p'), v1::SessionStepRecord::kOpened),
      sample::Event(running, next_line), Measurement{1, "wind", sample::kSite, 250},
      sample::Listed(1, {sample::kSite})});
  ASSERT_TRUE(committed.ok()) << committed.error().Text();
  store.reset();
  store = Open();
  EXPECT_EQ(store->Sites()->size(), sites + 1);
  EXPECT_EQ(store->Versions()->size(), versions + 1);
  EXPECT_EQ(store->Jobs()->size(), jobs.size() + 1);
  EXPECT_EQ(*store->LastSessionNumber(), session + 1);
  EXPECT_EQ(store->Rounds()->size(), 1u);
  EXPECT_EQ(store->SessionSteps(running)->size(), 1u);
  EXPECT_EQ(store->Events(running)->size(), lines.size() + 1);
  EXPECT_EQ(store->Measurements()->size(), measurements + 1);
  EXPECT_EQ(*store->Directory(), sample::Listed(1, {sample::kSite}));
}

TEST_P(StoreUpgrade, OfAProgramToComeIsRefusedAndLeftAlone) {
  const size_t newer = kStoreSteps.size() + 1;
  ASSERT_TRUE(file_.SetVersion(newer).ok());
  const auto opened = SqliteStore::Open(file_.path());
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().kind, ErrorKind::kBadInput);
  EXPECT_THAT(opened.error().Text(), HasSubstr(file_.path()));
  EXPECT_THAT(opened.error().why, HasSubstr("version " + std::to_string(newer)));
  EXPECT_THAT(opened.error().next, HasSubstr("newer"));
  EXPECT_EQ(*file_.RowsNow(), file_.rows());
  EXPECT_EQ(*file_.VersionNow(), static_cast<int64_t>(newer));
}

INSTANTIATE_TEST_SUITE_P(FromVersion, StoreUpgrade,
                         ::testing::Range<size_t>(1, kStoreSteps.size()));

TEST(StoreVersion1, ReadsAsItWasLeft) {
  RecordedFile file("store", 1);
  std::unique_ptr<Store> store = std::move(SqliteStore::Open(file.path())).value();
  const auto sites = *store->Sites();
  ASSERT_EQ(sites.size(), 4u);
  EXPECT_EQ(sites[0].name, "R80736");
  EXPECT_TRUE(sites[0].enrolled && sites[0].revoked);
  EXPECT_TRUE(sites[1].enrolled && !sites[1].revoked);
  EXPECT_FALSE(sites[3].enrolled);
  const auto jobs = *store->Jobs();
  ASSERT_EQ(jobs.size(), 3u);
  EXPECT_EQ(jobs[0].state(), "succeeded");
  EXPECT_EQ(jobs[1].state(), "cancelled");
  EXPECT_EQ(jobs[2].state(), "running");
  const auto versions = *store->Versions();
  ASSERT_EQ(versions.size(), 3u);
  EXPECT_EQ(versions[2].parent_sha256(), versions[1].model_sha256());
  EXPECT_EQ(*store->LastSessionNumber(), 4u);
}

}  // namespace
}  // namespace hansa::coordinator

#include "tests/storage/store_test.h"

namespace hansa::coordinator {
namespace {

using namespace sample;

TEST_P(StoreTest, AJobChangesItsStateButNotItsFile) {
  Must({Job("a")});
  v1::JobRecord ended = Job("a", "failed");
  ended.set_reason("too few sites");
  Must({ended});
  ExpectRefused({Job("a", "running", "name = 'y'")});
  Reopen();
  ASSERT_EQ(store_->Jobs()->size(), 1u);
  EXPECT_EQ(store_->Jobs()->at(0).SerializeAsString(), ended.SerializeAsString());
}

// The store alone knows the order: each job is committed by another opening of it.
TEST_P(StoreTest, JobsComeInOrderOfSubmission) {
  for (const char* id : {"c", "a", "b"}) {
    Must({Job(id)});
    Reopen();
  }
  Must({Job("c", "succeeded")});
  Reopen();
  std::vector<std::string> ids;
  const auto jobs = *store_->Jobs();
  for (const v1::JobRecord& job : jobs) ids.push_back(job.job_id());
  EXPECT_EQ(ids, (std::vector<std::string>{"c", "a", "b"}));
}

TEST_P(StoreTest, VersionsNeverChange) {
  Must({Version(1, "aa")});
  Must({Version(1, "aa"), Version(2, "bb")});
  ExpectRefused({Version(1, "cc")});
  ExpectRefused({Version(UINT64_MAX, "cc")});
  Reopen();
  const std::vector<v1::VersionRecord> versions = *store_->Versions();
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions[0].model_sha256(), "aa");
  EXPECT_EQ(versions[1].version(), 2u);
}

TEST_P(StoreTest, VersionsComeByNameAndNumber) {
  Must({Version(10, "a", "b"), Version(9, "b", "b"), Version(11, "c", "a")});
  std::vector<std::string> order;
  const auto versions = *store_->Versions();
  for (const auto& version : versions) order.push_back(version.model_sha256());
  EXPECT_EQ(order, (std::vector<std::string>{"c", "b", "a"}));
}

TEST_P(StoreTest, SessionNumbersOnlyRise) {
  ExpectRefused({SessionNumberTaken{0}});
  Must({SessionNumberTaken{1}, SessionNumberTaken{2}});
  Must({SessionNumberTaken{10}});
  Reopen();
  ExpectRefused({SessionNumberTaken{10}});
  ExpectRefused({SessionNumberTaken{9}});
  ExpectRefused({SessionNumberTaken{UINT64_MAX}});
  EXPECT_EQ(*store_->LastSessionNumber(), 10u);
  Must({SessionNumberTaken{INT64_MAX}});
  Reopen();
  EXPECT_EQ(*store_->LastSessionNumber(), static_cast<uint64_t>(INT64_MAX));
}

}  // namespace
}  // namespace hansa::coordinator

#include <gtest/gtest.h>

#include "common/crypto/random.h"
#include "coordinator/app/job_book.h"
#include "tests/support/job_file.h"
#include "tests/support/temporary_folder.h"

namespace hansa::coordinator {
namespace {

v1::JobRecord RecordOf(const std::string& id, UnixMillis submitted) {
  v1::JobRecord record;
  record.set_job_id(id);
  record.set_job_toml(hansa::testing::JobFile({{"rounds", "7"}}));
  record.set_state("running");
  record.set_submitted_unix_ms(submitted);
  return record;
}

TEST(JobBook, ListsJobsInOrderOfSubmission) {
  test::TemporaryFolder folder;
  JobBook book(folder.path(), {RecordOf("z", 1)});
  ASSERT_TRUE(book.Add(RecordOf("a", 2)).ok());
  const auto all = book.All();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0]->record.job_id(), "z");
  EXPECT_EQ(all[1]->name, "wind");
  EXPECT_EQ(all[1]->rounds, 7u);
  v1::JobRecord ended = RecordOf("a", 2);
  ended.set_state("failed");
  book.Update(ended);
  EXPECT_EQ(book.Find("a")->record.state(), "failed");
}

TEST(JobBook, OpensTheFolderOfAnEarlierProcessWhenItIsRead) {
  test::TemporaryFolder folder;
  JobBook book(folder.path(), {RecordOf("old", 1)});
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "old"));
  ASSERT_TRUE(book.Run("old").ok());
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "old" / "job.toml"));
  book.CloseRun("old");
  EXPECT_TRUE(book.Run("old").ok());
  EXPECT_EQ(book.Run("none").error().kind, ErrorKind::kBadInput);
}

TEST(JobBook, AJobFileThatNoLongerParsesKeepsItsRecord) {
  test::TemporaryFolder folder;
  v1::JobRecord record = RecordOf("old", 1);
  record.set_job_toml("[from the future]");
  const JobBook book(folder.path(), {record});
  ASSERT_NE(book.Find("old"), nullptr);
  EXPECT_EQ(book.Find("old")->name, "");
}

TEST(JobBook, IdsNameTheModelAndTheTime) {
  crypto::SeededRandom random(1, "ids");
  const std::string id = MakeJobId("wind-power", 1'772'366'400'000, random);
  EXPECT_EQ(id.substr(0, id.size() - 4), "wind-power-20260301-120000-");
  EXPECT_NE(MakeJobId("wind-power", 1'772'366'400'000, random), id);
}

}  // namespace
}  // namespace hansa::coordinator

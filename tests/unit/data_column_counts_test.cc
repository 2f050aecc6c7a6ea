#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/data/column_counts.h"
#include "client/data/dataset.h"
#include "client/data/exact_sum.h"
#include "tests/support/data_site.h"
#include "tests/support/temporary_folder.h"

namespace hansa::client {
namespace {

using test::Number;
using test::SiteWith;
using testing::ElementsAre;
using testing::HasSubstr;

JobSpec Counting() {
  JobSpec job;
  job.name = "counts";
  job.task = JobTask::kStatistics;
  job.statistics.columns = {{Number("a"), 0, 10}, {Number("b"), -1, 1}};
  job.statistics.bins = 2;
  job.statistics.rows_cap = 100;
  return job;
}

class ColumnCountsTest : public testing::Test {
 protected:
  ColumnCounts Count(const JobSpec& job, std::string_view csv) {
    auto counts = CountColumns(job, SiteWith({folder_.Write("s.csv", csv)}));
    EXPECT_TRUE(counts.ok()) << counts.error().Text();
    return std::move(counts).value();
  }
  hansa::test::TemporaryFolder folder_;
};

TEST_F(ColumnCountsTest, EachColumnCountsTheValuesThatItHas) {
  const ColumnCounts counts = Count(Counting(), "a,b\n0,0.5\n,1\n10,x\n4,-1\n");
  EXPECT_EQ(counts.rows, 4u);
  EXPECT_EQ(counts.columns[0].values, 3u);
  EXPECT_EQ(counts.columns[0].missing, 1u);
  EXPECT_DOUBLE_EQ(counts.columns[0].sum, -1 + 1 - 0.2);
  EXPECT_DOUBLE_EQ(counts.columns[0].square, 2.04);
  EXPECT_THAT(counts.columns[0].histogram, ElementsAre(2, 1));
  EXPECT_EQ(counts.columns[1].missing, 1u);
  EXPECT_DOUBLE_EQ(counts.columns[1].sum, 0.5);
  EXPECT_EQ(counts.report.rows_found, 4u);
  EXPECT_EQ(counts.report.rows_train, 4u);
  EXPECT_THAT(counts.columns_read, ElementsAre("a", "b"));
}

TEST_F(ColumnCountsTest, MovesToTheRangeAndCounts) {
  const ColumnCounts counts = Count(Counting(), "a,b\n-3,0\n13,0\n10.5,0\n5,0\n");
  EXPECT_EQ(counts.columns[0].values, 4u);
  EXPECT_EQ(counts.columns[0].below, 1u);
  EXPECT_EQ(counts.columns[0].above, 2u);
  EXPECT_EQ(counts.columns[0].within(), 1u);
  EXPECT_DOUBLE_EQ(counts.columns[0].sum, -1 + 1 + 1 + 0);
  EXPECT_THAT(counts.columns[0].histogram, ElementsAre(1, 3));
}

TEST_F(ColumnCountsTest, LeavesOutWhatIsNotValidAndClipsTheRest) {
  JobSpec job = Counting();
  job.statistics.columns[0].spec.valid = {0, 10};
  job.statistics.columns[1].spec.clip = {-0.5, 0.5};
  const ColumnCounts counts = Count(job, "a,b\n11,1\n5,-1\n");
  EXPECT_EQ(counts.columns[0].values, 1u);
  EXPECT_EQ(counts.columns[0].outside, 1u);
  EXPECT_DOUBLE_EQ(counts.columns[1].sum, 0);
  EXPECT_DOUBLE_EQ(counts.columns[1].square, 0.5);
}

TEST_F(ColumnCountsTest, DropsAndCapsRows) {
  JobSpec job = Counting();
  job.drop = {"a > 8"};
  job.statistics.rows_cap = 2;
  const ColumnCounts counts = Count(job, "a,b\n9,0\n1,0\n2,0\n3,0\n");
  EXPECT_EQ(counts.rows, 2u);
  EXPECT_EQ(counts.left_out, 1u);
  EXPECT_EQ(counts.columns[0].values, 2u);
  EXPECT_THAT(counts.report.DropsText(), HasSubstr("beyond_rows_cap"));
  EXPECT_THAT(counts.report.DropsText(), HasSubstr("drop:a > 8"));
}

// For normalize = "federated": exactly the rows that the job trains on.
TEST_F(ColumnCountsTest, OfTrainingRows) {
  JobSpec job = test::SmallJob();
  job.train = "t < 3";
  job.features[1].valid = {0, 1};
  job.statistics.columns = {{job.features[0], 0, 10}};
  job.statistics.rows_cap = 100;
  job.statistics.training_rows = true;
  const std::string csv = "t,a,b,y\n1,2,0,0\n2,4,0,0\n3,9,0,0\n1,9,7,0\n1,,0,0\n1,9,0,\n";
  const ColumnCounts counts = Count(job, csv);
  EXPECT_EQ(counts.rows, 2u);
  EXPECT_EQ(counts.columns[0].values, 2u);
  EXPECT_DOUBLE_EQ(counts.columns[0].sum, -0.6 - 0.2);
  const Dataset trained = BuildDataset(job, SiteWith({folder_.Write("t.csv", csv)})).value();
  EXPECT_EQ(trained.train_rows(), counts.rows);
}

TEST_F(ColumnCountsTest, TheDigestIsThatOfTheRows) {
  const auto digest = Count(Counting(), "a,b\n1,0\n2,0\n").digest;
  EXPECT_EQ(Count(Counting(), "b,a,c\n0,1,x\n0,2,y\n").digest, digest);
  EXPECT_NE(Count(Counting(), "a,b\n1,0\n2.5,0\n").digest, digest);
  EXPECT_NE(Count(Counting(), "a,b\n1,0\n").digest, digest);
}

TEST_F(ColumnCountsTest, FaultsAreTheDataGates) {
  const auto missing = CountColumns(Counting(), SiteWith({folder_.Write("m.csv", "a,c\n1,2\n")}));
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(DataFaultCode(missing.error()), "column_missing");
  const auto empty = CountColumns(Counting(), SiteWith({folder_.Write("e.csv", "a,b\n")}));
  ASSERT_FALSE(empty.ok());
  EXPECT_EQ(DataFaultCode(empty.error()), "no_rows");
  const auto offered = CheckColumns(Counting(), SiteWith({folder_.Write("o.csv", "a,b\n")}));
  ASSERT_TRUE(offered.ok());
  EXPECT_THAT(*offered, ElementsAre("a", "b"));
}

// A sum as a loop makes it would lose the small ones altogether.
TEST(ExactSum, LosesNothing) {
  ExactSum sum;
  sum.Add(1e16);
  for (int i = 0; i < 1000; ++i) sum.Add(0.5);
  sum.Add(-1e16);
  EXPECT_EQ(sum.Value(), 500);
}

}  // namespace
}  // namespace hansa::client

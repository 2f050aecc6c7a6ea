#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "client/data/dataset.h"
#include "common/base/limits.h"
#include "tests/support/data_site.h"
#include "tests/support/temporary_folder.h"

namespace hansa::client {
namespace {

using test::SiteWith;
using test::SmallJob;
using testing::ElementsAre;
using testing::FloatEq;
using testing::HasSubstr;

class DatasetTest : public testing::Test {
 protected:
  SiteConfig Site(std::string_view csv) { return SiteWith({folder_.Write("s.csv", csv)}); }
  Dataset Build(const JobSpec& job, std::string_view csv) {
    Result<Dataset> built = BuildDataset(job, Site(csv));
    EXPECT_TRUE(built.ok()) << built.error().Text();
    return std::move(built).value();
  }
  std::string Fault(const JobSpec& job, std::string_view csv) {
    const Result<Dataset> built = BuildDataset(job, Site(csv));
    if (built.ok()) return "";
    EXPECT_EQ(built.error().kind, ErrorKind::kBadInput);
    code_ = DataFaultCode(built.error());
    return built.error().Text();
  }
  hansa::test::TemporaryFolder folder_;
  std::string code_;
};

TEST_F(DatasetTest, RowsInFileOrderFilesInOrder) {
  const auto first = folder_.Write("1.csv", "a,b,y\n1,2,3\n4,5,6\n");
  const auto second = folder_.Write("2.csv", "y,x,b,a\n9,0,8,7\n");
  const Dataset data = BuildDataset(SmallJob(), SiteWith({first, second})).value();
  EXPECT_EQ(data.inputs, 2u);
  EXPECT_THAT(data.train_x, ElementsAre(1, 2, 4, 5, 7, 8));
  EXPECT_THAT(data.train_y, ElementsAre(3, 6, 9));
  EXPECT_EQ(data.evaluate_x, data.train_x);
  EXPECT_THAT(data.report.files, ElementsAre("1.csv", "2.csv"));
  EXPECT_EQ(data.report.rows_found, 3u);
  EXPECT_THAT(data.columns_read, ElementsAre("a", "b", "y"));
}

TEST_F(DatasetTest, EncodesFeaturesAndTarget) {
  JobSpec job = SmallJob();
  job.features[0].mean = 1;
  job.features[0].scale = 2;
  job.features[0].clip = {0, 10};
  job.features[1].encoding = ColumnEncoding::kAngle;
  job.target.mean = 100;
  job.target.scale = 50;
  const Dataset data = Build(job, "a,b,y\n5,90,200\n1000,180,0\n");
  EXPECT_EQ(data.inputs, 3u);
  ASSERT_EQ(data.train_x.size(), 6u);
  EXPECT_THAT(data.train_x[0], FloatEq(2));
  EXPECT_THAT(data.train_x[1], FloatEq(1));
  EXPECT_NEAR(data.train_x[2], 0, 1e-7);
  EXPECT_THAT(data.train_x[3], FloatEq(4.5));  // clipped to 10
  EXPECT_NEAR(data.train_x[4], 0, 1e-7);
  EXPECT_THAT(data.train_x[5], FloatEq(-1));
  EXPECT_THAT(data.train_y, ElementsAre(2, -2));
}

TEST_F(DatasetTest, NamesEveryReasonForDropping) {
  JobSpec job = SmallJob();
  job.features[0].valid = {-40, 60};
  job.drop = {"b > 100", "y = 7 AND a = 1"};
  const Dataset data = Build(job,
                             "a,b,y\n1,2,3\n1,2\n\"1,2,3\n1,,3\n,2,3\n,2,4\n-273.2,2,3\n1,nan,3\n"
                             "1,inf,3\n1,0x1,3\n1,1e60,3\n1,200,3\n1,2,7\n1,2,1e300\n");
  EXPECT_EQ(data.train_rows(), 1u);
  EXPECT_EQ(data.report.rows_found, 14u);
  EXPECT_EQ(data.report.rows_dropped(), 13u);
  const std::vector<DropCount> expected = {
      {"not_a_number:b", 3, "s.csv:9"},        {"broken_line", 2, "s.csv:3"},
      {"drop:b > 100", 2, "s.csv:12"},         {"empty_cell:a", 2, "s.csv:6"},
      {"drop:y = 7 AND a = 1", 1, "s.csv:14"}, {"empty_cell:b", 1, "s.csv:5"},
      {"outside_valid:a", 1, "s.csv:8"},       {"too_large:y", 1, "s.csv:15"}};
  EXPECT_EQ(data.report.dropped, expected) << data.report.DropsText();
}

TEST_F(DatasetTest, AColumnNotUsedMayHoldAnything) {
  EXPECT_EQ(Build(SmallJob(), "a,b,z,y\n1,2,,3\n4,5,rubbish,6\n").train_rows(), 2u);
}

TEST_F(DatasetTest, TrainingAndEvaluationRows) {
  JobSpec job = SmallJob();
  job.train = "time < '2015'";
  job.evaluate = "time >= '2014-06' AND time < '2016'";
  const Dataset data =
      Build(job, "time,a,b,y\n2014-01,1,0,0\n2014-07,2,0,0\n2015-01,3,0,0\n2016-01,4,0,0\n");
  EXPECT_THAT(data.train_x, ElementsAre(1, 0, 2, 0));
  EXPECT_THAT(data.evaluate_x, ElementsAre(2, 0, 3, 0));
  EXPECT_EQ(data.report.dropped, (std::vector<DropCount>{{"in_neither_set", 1, "s.csv:5"}}));
  EXPECT_THAT(data.columns_read, ElementsAre("a", "b", "y", "time"));
  EXPECT_EQ(data.report.rows_train, 2u);
  EXPECT_EQ(data.report.rows_evaluate, 2u);
}

TEST_F(DatasetTest, ManyBatchesKeepTheOrder) {
  JobSpec job = SmallJob();
  job.drop = {"a % 3 = 1"};
  std::string csv = "a,b,y\n";
  const int rows = static_cast<int>(limits::kRowBatch) * 4 + 17;
  for (int i = 0; i < rows; ++i) csv += std::to_string(i) + ",0," + std::to_string(-i) + "\n";
  const Dataset data = Build(job, csv);
  size_t at = 0;
  for (int i = 0; i < rows; ++i) {
    if (i % 3 == 1) continue;
    ASSERT_LT(at, data.train_rows());
    EXPECT_EQ(data.train_x[2 * at], static_cast<float>(i));
    EXPECT_EQ(data.train_y[at++], static_cast<float>(-i));
  }
  EXPECT_EQ(at, data.train_rows());
}

TEST_F(DatasetTest, ClassesMustBeOnesTheNetworkHas) {
  JobSpec job = SmallJob();
  job.network.loss = Loss::kCrossEntropy;
  job.network.outputs = 3;
  const Dataset data = Build(job, "a,b,y\n1,1,0\n1,1,2\n1,1,3\n1,1,-1\n1,1,0.5\n");
  EXPECT_THAT(data.train_y, ElementsAre(0, 2));
  EXPECT_EQ(data.report.DropsText(), "not_a_class:y 3");
  job.network.loss = Loss::kBinaryCrossEntropy;
  job.network.outputs = 1;
  EXPECT_THAT(Build(job, "a,b,y\n1,1,0\n1,1,1\n1,1,2\n").train_y, ElementsAre(0, 1));
}

TEST_F(DatasetTest, AMissingColumnListsThoseOfTheFile) {
  const std::string fault = Fault(SmallJob(), "aa,b,z\n1,2,3\n");
  EXPECT_THAT(fault, HasSubstr("no column \"a\", \"y\""));
  EXPECT_THAT(fault, HasSubstr("s.csv has aa, b, z"));
  EXPECT_THAT(fault, HasSubstr("Nearest: \"aa\""));
  EXPECT_EQ(code_, "column_missing");
  const Result<std::vector<std::string>> checked =
      CheckColumns(SmallJob(), Site("aa,b,z\n1,2,3\n"));
  ASSERT_FALSE(checked.ok());
  EXPECT_EQ(checked.error().what, "no column \"a\", \"y\"");
}

TEST_F(DatasetTest, EveryFileNeedsTheColumns) {
  const auto first = folder_.Write("1.csv", "a,b,y\n1,2,3\n");
  const auto second = folder_.Write("2.csv", "a,b\n1,2\n");
  const Result<Dataset> built = BuildDataset(SmallJob(), SiteWith({first, second}));
  ASSERT_FALSE(built.ok());
  EXPECT_THAT(built.error().Text(), HasSubstr("2.csv has a, b"));
}

TEST_F(DatasetTest, ADoubledColumnIsAnErrorOnlyWhenUsed) {
  EXPECT_THAT(Fault(SmallJob(), "a,b,y,a\n1,2,3,4\n"), HasSubstr("two columns are called \"a\""));
  EXPECT_EQ(Build(SmallJob(), "a,b,y,z,z,,\n1,2,3,4,5,6,7\n").train_rows(), 1u);
}

TEST_F(DatasetTest, NoRowsLeftSaysWhereTheyWent) {
  JobSpec job = SmallJob();
  job.drop = {"a > 0"};
  const std::string fault = Fault(job, "a,b,y\n1,2,3\n2,2,3\n0,,3\n");
  EXPECT_THAT(fault, HasSubstr("no rows left for training"));
  EXPECT_THAT(fault, HasSubstr("3 rows found, dropped: drop:a > 0 2, empty_cell:b 1"));
  EXPECT_EQ(code_, "no_rows");
  EXPECT_THAT(Fault(SmallJob(), "a,b,y\n"), HasSubstr("no rows left for training"));
}

TEST_F(DatasetTest, AnEmptyFileIsAnError) {
  EXPECT_THAT(Fault(SmallJob(), ""), HasSubstr("no header"));
  EXPECT_EQ(code_, "data_unreadable");
}

TEST_F(DatasetTest, AnExpressionThatIsNotAllowedIsAnError) {
  JobSpec job = SmallJob();
  job.train = "a > 0; DROP TABLE data";
  EXPECT_THAT(Fault(job, "a,b,y\n1,2,3\n"), HasSubstr("cannot be used"));
  EXPECT_EQ(code_, "expression_refused");
  job.train = "speed > 0";
  EXPECT_THAT(Fault(job, "a,b,y\n1,2,3\n"), HasSubstr("no such column: speed"));
  EXPECT_EQ(code_, "column_missing");
  job.train = "a > 0; DROP TABLE data";
  EXPECT_FALSE(CheckColumns(job, Site("a,b,y\n1,2,3\n")).ok());
}

TEST_F(DatasetTest, ATextTooLongForExpressionsIsCounted) {
  JobSpec job = SmallJob();
  job.drop = {"note = 'bad'"};
  const std::string text(limits::kExpressionRowText + 1, 'x');
  const Dataset data = Build(job, "a,b,y,note\n1,2,3,bad\n4,5,6," + text + "\n7,8,9,good\n");
  EXPECT_EQ(data.train_rows(), 1u);
  EXPECT_EQ(data.report.DropsText(), "drop:note = 'bad' 1, text_too_long 1");
}

TEST_F(DatasetTest, TheDigestIsOfWhatTheTrainerGets) {
  const Dataset data = Build(SmallJob(), "a,b,y\n1,2,3\n4,5,6\n");
  EXPECT_EQ(data.digest, Build(SmallJob(), "a,b,z,y\r\n1.0,2,x,3\r\nbroken\r\n4,5,,6\r\n").digest);
  EXPECT_NE(data.digest, Build(SmallJob(), "a,b,y\n1,2,3\n4,5,7\n").digest);
  EXPECT_NE(data.digest, Build(SmallJob(), "a,b,y\n4,5,6\n1,2,3\n").digest);
  JobSpec job = SmallJob();
  job.evaluate = "a > 1";
  EXPECT_NE(data.digest, Build(job, "a,b,y\n1,2,3\n4,5,6\n").digest);
}

// Whoever answers an offer sends `what`, and nothing else.
TEST_F(DatasetTest, WhatIsSentHoldsTheJobsWordsOnly) {
  JobSpec job = SmallJob();
  job.drop = {"payrol > 1"};
  for (const char* csv :
       {"", "a,payroll\n1,2\n", "a,b,y,payroll\n1,2,3,4\n", "a\"b\n", "\"open\n"}) {
    const Result<std::vector<std::string>> checked = CheckColumns(job, Site(csv));
    ASSERT_FALSE(checked.ok()) << csv;
    EXPECT_EQ(checked.error().what.find("payroll"), std::string::npos) << checked.error().what;
    EXPECT_EQ(checked.error().what.find("s.csv"), std::string::npos) << checked.error().what;
  }
}

TEST_F(DatasetTest, CheckColumnsReadsHeadersOnly) {
  JobSpec job = SmallJob();
  job.evaluate = "time > '2015'";
  EXPECT_THAT(CheckColumns(job, Site("time,a,b,y\n")).value(), ElementsAre("a", "b", "y", "time"));
}

}  // namespace
}  // namespace hansa::client

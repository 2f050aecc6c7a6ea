#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "client/data/prediction_rows.h"
#include "tests/support/data_site.h"
#include "tests/support/temporary_folder.h"

namespace hansa::client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class PredictionRowsTest : public testing::Test {
 protected:
  PredictionRowsTest() : request_{{test::Number("a")}, test::Number("y"), ""} {}
  Result<PredictionRows> Read(std::string_view csv) {
    return ReadPredictionRows(request_, {folder_.Write("p.csv", csv), {}});
  }
  hansa::test::TemporaryFolder folder_;
  PredictionRequest request_;
};

TEST_F(PredictionRowsTest, KeepsRowsWithoutAnActualValue) {
  const PredictionRows rows = Read("time,a,y\nt1,1,10\nt2,2,\nt3,3,rubbish\nt4,,40\n").value();
  EXPECT_THAT(rows.x, ElementsAre(1, 2, 3));
  EXPECT_THAT(rows.labels, ElementsAre("t1", "t2", "t3"));
  EXPECT_TRUE(rows.has_actual);
  ASSERT_EQ(rows.actual.size(), 3u);
  EXPECT_EQ(rows.actual[0], 10);
  EXPECT_TRUE(std::isnan(rows.actual[1]));
  EXPECT_TRUE(std::isnan(rows.actual[2]));
  EXPECT_EQ(rows.report.DropsText(), "empty_cell:a 1");
}

TEST_F(PredictionRowsTest, WorksWithoutTargetAndTime) {
  const PredictionRows rows = Read("a\n1\n\n2\n").value();
  EXPECT_FALSE(rows.has_actual);
  EXPECT_THAT(rows.labels, ElementsAre("line 2", "line 4"));
  EXPECT_TRUE(std::isnan(rows.actual[1]));
}

TEST_F(PredictionRowsTest, AnEmptyTimeIsNoReasonToDrop) {
  EXPECT_THAT(Read("time,a\n,1\n").value().labels, ElementsAre("line 2"));
}

TEST_F(PredictionRowsTest, ChoosesRows) {
  request_.where = "time >= '2015'";
  const PredictionRows rows = Read("time,a\n2014-01,1\n2015-01,2\n").value();
  EXPECT_THAT(rows.labels, ElementsAre("2015-01"));
  EXPECT_EQ(rows.report.DropsText(), "not_chosen 1");
  request_.where = "time >= '2016'";
  EXPECT_THAT(Read("time,a\n2014-01,1\n").error().Text(), HasSubstr("no rows left"));
  request_.where = "(SELECT 1)";
  EXPECT_FALSE(Read("time,a\n2014-01,1\n").ok());
}

TEST_F(PredictionRowsTest, TheTargetIsGivenBackInItsUnit) {
  ColumnSpec target = test::Number("y");
  target.mean = 5;
  target.scale = 2050;
  EXPECT_DOUBLE_EQ(TargetInUnit(target, 0.5f), 1030);
}

}  // namespace
}  // namespace hansa::client

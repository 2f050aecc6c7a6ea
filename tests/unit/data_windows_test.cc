// Windows by hand: what each key does to a few rows. The property test compares with a plain
// reading of the same rules.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "client/data/dataset.h"
#include "client/data/prediction_rows.h"
#include "common/base/data_limits.h"
#include "common/base/text.h"
#include "tests/support/data_site.h"
#include "tests/support/temporary_folder.h"

namespace hansa::client {
namespace {

using std::chrono::minutes;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class WindowsTest : public testing::Test {
 protected:
  WindowsTest() {
    job_.features = {test::Number("a")};
    job_.window = WindowSpec{.length = 2};
  }
  Dataset Build(std::initializer_list<std::string_view> files) {
    SiteConfig site;
    for (const std::string_view csv : files)
      site.data.push_back({folder_.Write(StrCat("f", site.data.size(), ".csv"), csv), {}});
    Result<Dataset> built = BuildDataset(job_, site);
    EXPECT_TRUE(built.ok()) << built.error().Text();
    return built.ok() ? *std::move(built) : Dataset();
  }
  Dataset Build(std::string_view csv) { return Build({csv}); }
  static std::string Drops(const Dataset& data) {
    std::string text;
    for (const DropCount& drop : data.report.windows->dropped)
      text += StrCat(text.empty() ? "" : ", ", drop.reason, " ", drop.rows, " ", drop.first);
    return text;
  }

  hansa::test::TemporaryFolder folder_;
  JobSpec job_ = test::SmallJob();
};

TEST_F(WindowsTest, RowsAsTheyAre) {
  const Dataset data = Build("a,y\n1,10\n2,20\n3,30\n");
  EXPECT_EQ(data.inputs, 2u);
  EXPECT_THAT(data.train_x, ElementsAre(1, 2, 2, 3));
  EXPECT_THAT(data.train_y, ElementsAre(20, 30)) << "the target of the last row";
  EXPECT_EQ(data.report.rows_train, 2u);
  EXPECT_EQ(data.report.windows->found, 3u);
  EXPECT_EQ(Drops(data), "end_of_file 1 f0.csv:4");
}

TEST_F(WindowsTest, TimeIsTheSlowAxis) {
  job_.features = {test::Number("a"), test::Number("b")};
  EXPECT_THAT(Build("a,b,y\n1,2,0\n3,4,0\n").train_x, ElementsAre(1, 2, 3, 4));
}

TEST_F(WindowsTest, StrideAndAhead) {
  job_.window->stride = 2;
  job_.window->ahead = 1;
  const Dataset data = Build("a,y\n1,10\n2,20\n3,30\n4,40\n5,50\n6,60\n");
  EXPECT_THAT(data.train_x, ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(data.train_y, ElementsAre(30, 50));
  EXPECT_EQ(Drops(data), "end_of_file 1 f0.csv:7");
  job_.window->stride = 4;  // wider than a window
  EXPECT_THAT(Build("a,y\n1,10\n2,20\n3,30\n4,40\n5,50\n6,60\n7,70\n").train_x,
              ElementsAre(1, 2, 5, 6));
}

TEST_F(WindowsTest, AForecastReadsItsTargetsPast) {
  job_.features = {test::Number("y")};
  job_.window->ahead = 1;
  const Dataset data = Build("a,y\n1,10\n2,20\n3,30\n4,40\n");
  EXPECT_THAT(data.train_x, ElementsAre(10, 20, 20, 30));
  EXPECT_THAT(data.train_y, ElementsAre(30, 40));
}

TEST_F(WindowsTest, WithoutTimeADroppedRowIsAGap) {
  const Dataset data = Build("a,y\n1,10\n2,20\n,\n3,30\n4,40\n5,x\n6,60\n7,70\n");
  EXPECT_THAT(data.train_x, ElementsAre(1, 2, 3, 4, 6, 7));
  EXPECT_EQ(Drops(data), "dropped_row 2 f0.csv:3, end_of_file 1 f0.csv:9");
  EXPECT_EQ(data.report.DropsText(), "empty_cell:a 1, not_a_number:y 1");
}

TEST_F(WindowsTest, ARowThatTheJobDropsIsAGapToo) {
  job_.drop = {"a = 3"};
  EXPECT_THAT(Build("a,y\n1,0\n2,0\n3,0\n4,0\n5,0\n").train_x, ElementsAre(1, 2, 4, 5));
}

TEST_F(WindowsTest, NeverOverTheEndOfAFile) {
  const Dataset data = Build({"a,y\n1,0\n2,0\n3,0\n", "a,y\n4,0\n5,0\n"});
  EXPECT_THAT(data.train_x, ElementsAre(1, 2, 2, 3, 4, 5));
  EXPECT_EQ(Drops(data), "end_of_file 2 f0.csv:4");
}

TEST_F(WindowsTest, NeverOverTheBorderOfTheSets) {
  job_.train = "a <= 3";
  job_.evaluate = "a >= 4";
  const Dataset data = Build("a,y\n1,0\n2,0\n3,0\n4,0\n5,0\n6,0\n");
  EXPECT_THAT(data.train_x, ElementsAre(1, 2, 2, 3));
  EXPECT_THAT(data.evaluate_x, ElementsAre(4, 5, 5, 6));
  EXPECT_EQ(Drops(data), "crosses_sets 1 f0.csv:5, end_of_file 1 f0.csv:7");
}

TEST_F(WindowsTest, TheTargetsRowCountsForTheSets) {
  job_.window->ahead = 1;
  job_.train = "a <= 3";
  job_.evaluate = "a >= 4";
  const Dataset data = Build("a,y\n1,0\n2,0\n3,0\n4,0\n5,0\n6,7\n");
  EXPECT_THAT(data.train_x, ElementsAre(1, 2));
  EXPECT_THAT(data.evaluate_x, ElementsAre(4, 5));
  EXPECT_THAT(data.evaluate_y, ElementsAre(7));
}

TEST_F(WindowsTest, MachinesAreKeptApart) {
  job_.window->group = "unit";
  const Dataset data = Build("unit,a,y\nA,1,0\nB,10,0\nA,2,0\nB,20,0\n,5,0\nA,3,0\nA,4,0\n");
  EXPECT_THAT(data.train_x, ElementsAre(1, 2, 10, 20, 3, 4));
  EXPECT_EQ(data.report.DropsText(), "empty_cell:unit 1");
  EXPECT_THAT(data.columns_read, ElementsAre("a", "y", "unit"));
}

TEST_F(WindowsTest, ALongerGapThanToldEndsARun) {
  job_.window->time = "t";
  job_.window->gap = minutes(2);
  const Dataset data = Build("t,a,y\n0,1,0\n60,2,0\n180,3,0\n301,4,0\n302,5,0\n");
  EXPECT_THAT(data.train_x, ElementsAre(1, 2, 2, 3, 4, 5));
  EXPECT_EQ(Drops(data), "end_of_file 1 f0.csv:6, gap 1 f0.csv:4");
}

TEST_F(WindowsTest, WithAGapToldADroppedRowIsNoneByItself) {
  job_.window->time = "t";
  job_.window->gap = minutes(2);
  EXPECT_THAT(Build("t,a,y\n0,1,0\n60,,0\n120,3,0\n").train_x, ElementsAre(1, 3));
}

TEST_F(WindowsTest, ARepeatedTimeIsDroppedAndIsNoGap) {
  job_.window->time = "t";
  const Dataset data = Build("t,a,y\n0,1,0\n0,9,0\n60,2,0\n60,9,0\n120,3,0\n");
  EXPECT_THAT(data.train_x, ElementsAre(1, 2, 2, 3));
  EXPECT_EQ(data.report.DropsText(), "time_repeated 2");
}

TEST_F(WindowsTest, ARepeatedTimeDoesNotHideADroppedRow) {
  job_.window->time = "t";
  EXPECT_THAT(Build("t,a,y\n0,1,0\n0,,0\n0,9,0\n60,2,0\n120,3,0\n").train_x, ElementsAre(2, 3));
}

TEST_F(WindowsTest, WhereTheTimeGoesBackANewRunBegins) {
  job_.window->time = "t";
  // The hour that is twice there in autumn, on a logger without a zone.
  const Dataset data = Build(
      "t,a,y\n2014-10-26T02:30,1,0\n2014-10-26T02:50,2,0\n2014-10-26T02:10,3,0\n"
      "2014-10-26T02:30,4,0\n");
  EXPECT_THAT(data.train_x, ElementsAre(1, 2, 3, 4));
  EXPECT_EQ(Drops(data), "end_of_file 1 f0.csv:5, time_back 1 f0.csv:3");
}

TEST_F(WindowsTest, OneClockOfTheFutureDoesNotSpoilTheFile) {
  job_.window->time = "t";
  job_.window->step = minutes(1);
  const Dataset data = Build("t,a,y\n0,1,0\n60,2,0\n4102444800,3,0\n120,4,0\n180,5,0\n240,6,0\n");
  EXPECT_THAT(data.train_x, ElementsAre(1, 2, 4, 5, 5, 6));
}

TEST_F(WindowsTest, TooManyMachinesAreDropped) {
  job_.window->group = "unit";
  std::string csv = "unit,a,y\n";
  for (size_t i = 0; i < 2 * limits::kWindowGroups + 2; ++i)
    csv += StrCat("u", i % (limits::kWindowGroups + 1), ",1,2\n");
  const Dataset data = Build(csv);
  EXPECT_EQ(data.train_rows(), limits::kWindowGroups);
  EXPECT_EQ(data.report.DropsText(), "too_many_groups:unit 2");
}

TEST_F(WindowsTest, TheArraysAreBounded) {
  const auto file = folder_.Write("s.csv", "a,y\n1,0\n2,0\n3,0\n4,0\n");
  const SiteConfig site = test::SiteWith({file});
  // Three windows of two inputs and a target, for both sets.
  EXPECT_TRUE(BuildDataset(job_, site, sizeof(float) * 3 * 3 * 2).ok());
  const Result<Dataset> built = BuildDataset(job_, site, sizeof(float) * 3 * 3 * 2 - 1);
  ASSERT_FALSE(built.ok());
  EXPECT_THAT(built.error().Text(), AllOf(HasSubstr("the job's rows take too much memory"),
                                          HasSubstr("Raise the window's stride")));
  EXPECT_EQ(DataFaultCode(built.error()), "data_too_large");
}

class StepsTest : public WindowsTest {
 protected:
  StepsTest() {
    job_.window->time = "t";
    job_.window->step = minutes(10);
  }
};

TEST_F(StepsTest, TheMeanOfTheRowsOfAStep) {
  const Dataset data = Build("t,a,y\n0,1,10\n300,3,20\n600,5,30\n1199,6,40\n1190,10,80\n");
  EXPECT_THAT(data.train_x, ElementsAre(2, 7)) << "their order within a step does not matter";
  EXPECT_THAT(data.train_y, ElementsAre(50));
}

TEST_F(StepsTest, TheLatestRowOfAStep) {
  job_.window->resample = Resample::kLast;
  const Dataset data = Build("t,a,y\n0,1,10\n300,3,20\n600,5,30\n1199,6,40\n1190,10,80\n");
  EXPECT_THAT(data.train_x, ElementsAre(3, 6));
  EXPECT_THAT(data.train_y, ElementsAre(40));
}

TEST_F(StepsTest, AnglesAreAveragedAsInputs) {
  job_.features[0].encoding = ColumnEncoding::kAngle;
  const Dataset data = Build("t,a,y\n0,350,0\n1,10,0\n600,90,0\n");
  ASSERT_EQ(data.train_x.size(), 4u);
  EXPECT_NEAR(data.train_x[0], 0, 1e-6);
  EXPECT_NEAR(data.train_x[1], std::cos(10 * std::numbers::pi / 180), 1e-6);
}

TEST_F(StepsTest, AClassIsThatOfTheLatestRow) {
  job_.network.loss = Loss::kCrossEntropy;
  job_.network.outputs = 3;
  EXPECT_THAT(Build("t,a,y\n0,1,0\n600,3,0\n700,3,2\n").train_y, ElementsAre(2));
}

TEST_F(StepsTest, AMissingStepEndsTheRun) {
  const Dataset data = Build("t,a,y\n0,1,0\n600,2,0\n1800,4,0\n2400,5,0\n");
  EXPECT_THAT(data.train_x, ElementsAre(1, 2, 4, 5));
  EXPECT_EQ(Drops(data), "end_of_file 1 f0.csv:5, gap 1 f0.csv:3");
}

TEST_F(StepsTest, TheLastRowStandsInForAWhile) {
  job_.window->hold = minutes(20);
  // Two steps are missing, then three.
  const Dataset data = Build("t,a,y\n0,1,10\n600,2,20\n2400,5,50\n4800,9,90\n5400,10,100\n");
  EXPECT_THAT(data.train_x, ElementsAre(1, 2, 2, 5, 9, 10));
  EXPECT_THAT(data.train_y, ElementsAre(20, 50, 100)) << "a target is never made up";
  EXPECT_EQ(Drops(data), "target_missing 2 f0.csv:3, end_of_file 1 f0.csv:6, gap 1 f0.csv:4");
}

TEST_F(StepsTest, AStepOfBothSetsIsInNeither) {
  job_.window->length = 1;
  job_.train = "a <= 2";
  job_.evaluate = "a >= 3";
  const Dataset data = Build("t,a,y\n0,1,0\n600,2,0\n700,3,0\n1200,4,0\n");
  EXPECT_THAT(data.train_x, ElementsAre(1));
  EXPECT_THAT(data.evaluate_x, ElementsAre(4));
  EXPECT_EQ(Drops(data), "crosses_sets 1 f0.csv:4");
}

TEST_F(StepsTest, StepsBefore1970AreAsLong) {
  job_.window->length = 1;
  EXPECT_THAT(Build("t,a,y\n1969-12-31T23:49:59Z,1,0\n1969-12-31T23:50:00Z,2,0\n"
                    "1969-12-31T23:59:59Z,4,0\n1970-01-01T00:00Z,5,0\n")
                  .train_x,
              ElementsAre(1, 3, 5));
}

TEST_F(StepsTest, TimesThatAreNoneAndOtherForms) {
  const Dataset data =
      Build("t,a,y\n0,1,0\nyesterday,9,0\n600,2,0\n1970-01-01T00:20Z,9,0\n,9,0\n1200,3,0\n");
  EXPECT_THAT(data.train_x, ElementsAre(1, 2, 2, 3)) << "within their steps nothing is missing";
  EXPECT_EQ(data.report.DropsText(), "empty_cell:t 1, not_a_time:t 1, other_time_form:t 1");
}

TEST_F(StepsTest, ShuffledRowsLeaveFewWindowsNotWrongOnes) {
  const Dataset data = Build("t,a,y\n2400,5,0\n0,1,0\n1200,3,0\n600,2,0\n1200,3,0\n1800,4,0\n");
  EXPECT_THAT(data.train_x, ElementsAre(2, 3, 3, 4));
  EXPECT_EQ(Drops(data), "time_back 2 f0.csv:2, end_of_file 1 f0.csv:7, gap 1 f0.csv:3");
}

TEST_F(StepsTest, NoWindowAtAllSaysWhy) {
  job_.window->length = 5;
  const auto file = folder_.Write("s.csv", "t,a,y\n0,1,0\n600,2,0\n");
  const Result<Dataset> built = BuildDataset(job_, test::SiteWith({file}));
  ASSERT_FALSE(built.ok());
  EXPECT_EQ(built.error().Text(),
            "no rows left for training: 2 rows found, dropped: none; 2 windows begun, dropped: "
            "end_of_file 2. Check the job's window (length, step, hold, gap) and its valid ranges, "
            "drop and train against the site's data");
  EXPECT_EQ(DataFaultCode(built.error()), "no_rows");
}

TEST_F(StepsTest, AMissingTimeColumnIsNamed) {
  const auto file = folder_.Write("s.csv", "T,a,y\n0,1,0\n");
  const auto checked = CheckColumns(job_, test::SiteWith({file}));
  ASSERT_FALSE(checked.ok());
  EXPECT_THAT(checked.error().Text(), HasSubstr("no column \"t\""));
}

TEST_F(StepsTest, WithoutATargetTheWindowIsAll) {
  job_.target.column.clear();
  job_.window->hold = minutes(10);
  const Dataset data = Build("t,a\n0,1\n600,2\n1800,4\n");
  EXPECT_THAT(data.train_x, ElementsAre(1, 2, 2, 2, 2, 4));
  EXPECT_THAT(data.train_y, ElementsAre(0, 0, 0));
}

class PredictedWindows : public testing::Test {
 protected:
  PredictedWindows() {
    request_.features = {test::Number("a")};
    request_.target = test::Number("y");
    request_.window = WindowSpec{.length = 2, .ahead = 1, .time = "t", .step = minutes(10)};
  }
  PredictionRows Read(std::string_view csv) {
    auto rows = ReadPredictionRows(request_, {folder_.Write("p.csv", csv), {}});
    EXPECT_TRUE(rows.ok()) << rows.error().Text();
    return rows.ok() ? *rows : PredictionRows();
  }
  hansa::test::TemporaryFolder folder_;
  PredictionRequest request_;
};

TEST_F(PredictedWindows, WhatLiesAheadOfTheFileIsPredictedToo) {
  const PredictionRows rows = Read("t,a,y\n0,1,10\n600,2,20\n1200,3,30\n1800,4,40\n");
  EXPECT_EQ(rows.inputs, 2u);
  EXPECT_THAT(rows.x, ElementsAre(1, 2, 2, 3, 3, 4));
  EXPECT_THAT(rows.labels, ElementsAre("600", "1200", "1800")) << "of the window's last row";
  EXPECT_EQ(rows.actual[0], 30);
  EXPECT_EQ(rows.actual[1], 40);
  EXPECT_TRUE(std::isnan(rows.actual[2]));
  EXPECT_EQ(rows.report.windows->found, 4u);
}

TEST_F(PredictedWindows, AnActualValueIsMeasuredOrNone) {
  request_.window->hold = minutes(10);
  const PredictionRows rows = Read("t,a,y\n0,1,10\n600,2,\n1800,4,40\n2400,5,50\n");
  EXPECT_THAT(rows.x, ElementsAre(1, 2, 2, 2, 2, 4, 4, 5));
  ASSERT_EQ(rows.actual.size(), 4u);
  EXPECT_TRUE(std::isnan(rows.actual[0])) << "held";
  EXPECT_EQ(rows.actual[1], 40);
}

TEST_F(PredictedWindows, AllRowsOfAWindowAreChosenOrItIsNot) {
  request_.window->ahead = 0;
  request_.where = "a >= 2";
  const PredictionRows rows = Read("t,a\n0,1\n600,2\n1200,3\n");
  EXPECT_THAT(rows.x, ElementsAre(2, 3));
  EXPECT_EQ(rows.report.FoundText(),
            "3 rows found, dropped: none; 3 windows begun, dropped: end_of_file 1, not_chosen 1");
}

}  // namespace
}  // namespace hansa::client

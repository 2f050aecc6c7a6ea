#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "client/picture/spread.h"

namespace hansa::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<MeasuredRow> Rows(size_t count) {
  std::vector<MeasuredRow> rows;
  for (size_t i = 0; i < count; ++i) {
    const double x = static_cast<double>(i) / 100;
    rows.push_back({x, 10 * x, 10 * x + static_cast<double>(i % 11) - 5});
  }
  return rows;
}

TEST(Quantile, IsBetweenNeighbours) {
  EXPECT_DOUBLE_EQ(Quantile({1, 2, 4}, 0), 1);
  EXPECT_DOUBLE_EQ(Quantile({1, 2, 4}, 0.75), 3);
  EXPECT_DOUBLE_EQ(Quantile({1, 2, 4}, 1), 4);
  EXPECT_DOUBLE_EQ(Quantile({7}, 0.3), 7);
}

TEST(Spread, FollowsTheModelAndHoldsNineOfTenRows) {
  const Spread spread = SpreadOf(Rows(2000));
  EXPECT_EQ(spread.bins.size(), 40u);
  for (const SpreadBin& bin : spread.bins) {
    EXPECT_NEAR(bin.expected, 10 * bin.x, 0.1);
    EXPECT_NEAR(bin.high - bin.low, 10, 1);
    EXPECT_LE(bin.least, bin.low);
    EXPECT_GE(bin.most, bin.high);
  }
  EXPECT_THAT(spread.outliers, IsEmpty());
}

TEST(Spread, RowsBeyondTheFencesAreOutliersTheFurthestFirst) {
  std::vector<MeasuredRow> rows = Rows(2000);
  rows[700].actual += 60;
  rows[1500].actual -= 90;
  EXPECT_THAT(SpreadOf(rows).outliers, ElementsAre(1500, 700));
}

TEST(Spread, WhereNothingVariesRoundingIsNoOutlier) {
  std::vector<MeasuredRow> rows = Rows(1000);
  for (size_t i = 0; i < 300; ++i) rows[i].actual = rows[i].expected + (i == 7 ? 0.01 : 0);
  EXPECT_THAT(SpreadOf(rows).outliers, IsEmpty());
}

TEST(Spread, OneRowAndNoRowAreFine) {
  EXPECT_THAT(SpreadOf({}).bins, IsEmpty());
  EXPECT_EQ(SpreadOf({{1, 2, 3}}).bins.size(), 1u);
}

RC_GTEST_PROP(Spread, EveryRowIsInOneBin, (const std::vector<double>& xs)) {
  std::vector<MeasuredRow> rows;
  for (double x : xs) rows.push_back({x, 1, 1});
  size_t in_bins = 0;
  double last = -HUGE_VAL;
  for (const SpreadBin& bin : SpreadOf(rows).bins) {
    in_bins += bin.rows;
    RC_ASSERT(bin.x >= last);
    last = bin.x;
  }
  RC_ASSERT(in_bins == rows.size());
}

}  // namespace
}  // namespace hansa::client

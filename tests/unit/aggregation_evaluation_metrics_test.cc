#include <gtest/gtest.h>

#include <limits>

#include "coordinator/aggregation/evaluation_metrics.h"

namespace hansa::coordinator {
namespace {

const EvaluationSums kSums{
    .rows = 4, .squared_error = 1.0, .absolute_error = 2.0, .correct = 3, .loss = 8};

TEST(EvaluationMetrics, RegressionIsInTheTargetsUnit) {
  const Metrics m = MetricsFromSums(kSums, false, -2050.0);
  EXPECT_DOUBLE_EQ(m.at("rmse"), 0.5 * 2050.0);
  EXPECT_DOUBLE_EQ(m.at("mae"), 0.5 * 2050.0);
  EXPECT_DOUBLE_EQ(m.at("loss"), 2.0);
  EXPECT_FALSE(m.contains("accuracy"));
}

TEST(EvaluationMetrics, ClassificationHasAccuracy) {
  const Metrics m = MetricsFromSums(kSums, true, 1.0);
  EXPECT_DOUBLE_EQ(m.at("accuracy"), 0.75);
  EXPECT_DOUBLE_EQ(m.at("loss"), 2.0);
  EXPECT_FALSE(m.contains("rmse"));
}

TEST(EvaluationMetrics, NoRowsGiveNoFigures) {
  EXPECT_TRUE(MetricsFromSums({}, false, 1.0).empty());
  EvaluationSums negative = kSums;
  negative.rows = -1;
  EXPECT_TRUE(MetricsFromSums(negative, false, 1.0).empty());
}

TEST(EvaluationMetrics, NonFiniteGivesNoFigures) {
  EvaluationSums bad = kSums;
  bad.loss = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(MetricsFromSums(bad, false, 1.0).empty());
}

TEST(EvaluationMetrics, RoundingBelowZeroIsZero) {
  EvaluationSums sums = kSums;
  sums.squared_error = -1e-9;
  EXPECT_EQ(MetricsFromSums(sums, false, 1.0).at("rmse"), 0.0);
}

}  // namespace
}  // namespace hansa::coordinator

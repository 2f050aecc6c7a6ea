#include <gtest/gtest.h>

#include <limits>

#include "common/model/class_sums.h"
#include "common/model/error_histogram.h"
#include "coordinator/aggregation/evaluation_metrics.h"

namespace hansa::coordinator {
namespace {

const EvaluationSums kSums{
    .rows = 4, .squared_error = 1.0, .absolute_error = 2.0, .correct = 3, .loss = 8};

JobSpec Job(Loss loss, double target_scale = 1) {
  JobSpec job;
  job.network = {Architecture::kMlp, 1, {}, 1, loss};
  job.target.scale = target_scale;
  return job;
}

TEST(EvaluationMetrics, RegressionIsInTheTargetsUnit) {
  const Metrics m = MetricsFromSums(kSums, Job(Loss::kMse, -2050.0));
  EXPECT_DOUBLE_EQ(m.at("rmse"), 0.5 * 2050.0);
  EXPECT_DOUBLE_EQ(m.at("mae"), 0.5 * 2050.0);
  EXPECT_DOUBLE_EQ(m.at("loss"), 2.0);
  EXPECT_FALSE(m.contains("accuracy"));
}

TEST(EvaluationMetrics, ClassificationHasAccuracy) {
  const Metrics m = MetricsFromSums(kSums, Job(Loss::kBinaryCrossEntropy));
  EXPECT_DOUBLE_EQ(m.at("accuracy"), 0.75);
  EXPECT_DOUBLE_EQ(m.at("loss"), 2.0);
  EXPECT_FALSE(m.contains("rmse"));
}

TEST(EvaluationMetrics, AnAutoencodersErrorIsPerInput) {
  JobSpec job = Job(Loss::kMse);
  job.network.architecture = Architecture::kAutoencoder;
  job.network.inputs = job.network.outputs = 4;
  const Metrics m = MetricsFromSums(kSums, job);
  EXPECT_DOUBLE_EQ(m.at("rmse"), 0.25);
  EXPECT_DOUBLE_EQ(m.at("mae"), 0.125);
}

TEST(EvaluationMetrics, AThresholdIsTheQuantileThatTheJobAsksFor) {
  JobSpec job = Job(Loss::kMse);
  job.network.architecture = Architecture::kAutoencoder;
  EvaluationSums sums = kSums;
  sums.errors.assign(kErrorBins, 0);
  sums.errors[ErrorBin(0.5)] = 90;
  sums.errors[ErrorBin(3)] = 10;
  EXPECT_FALSE(MetricsFromSums(sums, job).contains(kThresholdMetric));
  job.anomaly_quantile = 0.9;
  EXPECT_NEAR(MetricsFromSums(sums, job).at(kThresholdMetric), 0.5, 0.5 * kErrorQuantileBound);
  job.anomaly_quantile = 0.95;
  EXPECT_NEAR(MetricsFromSums(sums, job).at(kThresholdMetric), 3, 3 * kErrorQuantileBound);
  sums.errors[kErrorBins - 1] = 100;  // beyond the range: there is none, the others stay
  const Metrics beyond = MetricsFromSums(sums, job);
  EXPECT_FALSE(beyond.contains(kThresholdMetric));
  EXPECT_TRUE(beyond.contains("rmse"));
}

TEST(EvaluationMetrics, CountsOfClassesGiveWhatTheJobAsksFor) {
  JobSpec job = Job(Loss::kBinaryCrossEntropy);
  EvaluationSums sums = kSums;
  sums.confusion = {1, 1, 0, 2};
  sums.scores.assign(ScoreCells(job.network), 0);
  sums.scores[10] = 2;                          // of class 1
  sums.scores[ScoreBins(job.network) + 9] = 2;  // of class 0
  EXPECT_FALSE(MetricsFromSums(sums, job).contains("f1"));
  job.metrics = {.confusion = true, .f1 = true, .auroc = true};
  const Metrics m = MetricsFromSums(sums, job);
  EXPECT_DOUBLE_EQ(m.at("f1"), 0.8);
  EXPECT_DOUBLE_EQ(m.at("auroc"), 1);
  EXPECT_DOUBLE_EQ(m.at("confusion_0_1"), 1);
}

TEST(EvaluationMetrics, NoRowsGiveNoFigures) {
  EXPECT_TRUE(MetricsFromSums({}, Job(Loss::kMse)).empty());
  EvaluationSums negative = kSums;
  negative.rows = -1;
  EXPECT_TRUE(MetricsFromSums(negative, Job(Loss::kMse)).empty());
}

TEST(EvaluationMetrics, NonFiniteGivesNoFigures) {
  EvaluationSums bad = kSums;
  bad.loss = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(MetricsFromSums(bad, Job(Loss::kMse)).empty());
}

TEST(EvaluationMetrics, RoundingBelowZeroIsZero) {
  EvaluationSums sums = kSums;
  sums.squared_error = -1e-9;
  EXPECT_EQ(MetricsFromSums(sums, Job(Loss::kMse)).at("rmse"), 0.0);
}

}  // namespace
}  // namespace hansa::coordinator

#include <gtest/gtest.h>

#include <cmath>

#include "client/app/own_metrics.h"
#include "client/app/predictions.h"

namespace hansa::client {
namespace {

Manifest ManifestWith(Loss loss, uint32_t outputs) {
  Manifest manifest;
  manifest.network = {Architecture::kMlp, 1, {2}, outputs, loss};
  manifest.data.target.column = "power";
  manifest.data.target.mean = 100;
  manifest.data.target.scale = 50;
  return manifest;
}

TEST(Meaning, InTheTargetsUnit) {
  const std::vector<float> output = {2};
  EXPECT_DOUBLE_EQ(Meaning(ManifestWith(Loss::kMse, 1), output), 200);
  EXPECT_DOUBLE_EQ(Meaning(ManifestWith(Loss::kHuber, 1), output), 200);
}

TEST(Meaning, OfAClassifier) {
  const std::vector<float> outputs = {-1, 3, 2}, zero = {0};
  EXPECT_EQ(Meaning(ManifestWith(Loss::kCrossEntropy, 3), outputs), 1);
  EXPECT_DOUBLE_EQ(Meaning(ManifestWith(Loss::kBinaryCrossEntropy, 1), zero), 0.5);
}

TEST(Summarise, OverTheRowsThatWereMeasured) {
  const std::vector<Prediction> rows = {{"a", 10, 13}, {"b", 10, 6}, {"c", 10, std::nullopt}};
  const PredictionSummary summary = Summarise(rows);
  EXPECT_EQ(summary.rows, 3u);
  EXPECT_EQ(summary.measured, 2u);
  EXPECT_DOUBLE_EQ(summary.mean_gap, -0.5);
  EXPECT_DOUBLE_EQ(summary.rmse, std::sqrt(12.5));
  EXPECT_EQ(Summarise({}).measured, 0u);
}

JobSpec JobWith(Loss loss, uint32_t outputs) {
  const Manifest manifest = ManifestWith(loss, outputs);
  JobSpec job;
  job.network = manifest.network;
  job.target = manifest.data.target;
  return job;
}

TEST(OwnMetrics, FromTheSums) {
  const JobSpec job = JobWith(Loss::kMse, 1);
  EvaluationSums sums{.rows = 4, .squared_error = 1, .absolute_error = 2, .loss = 8};
  const Metrics metrics = OwnMetrics(sums, job);
  EXPECT_DOUBLE_EQ(metrics.at("rmse"), 25);
  EXPECT_DOUBLE_EQ(metrics.at("mae"), 25);
  EXPECT_DOUBLE_EQ(metrics.at("loss"), 2);
  EXPECT_TRUE(OwnMetrics({}, job).empty());
  sums.correct = 3;
  EXPECT_DOUBLE_EQ(OwnMetrics(sums, JobWith(Loss::kCrossEntropy, 3)).at("accuracy"), 0.75);
}

}  // namespace
}  // namespace hansa::client

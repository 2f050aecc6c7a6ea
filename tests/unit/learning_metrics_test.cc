#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "client/learning/metrics.h"

namespace hansa::client {
namespace {

NetworkSpec Network(Loss loss, uint32_t outputs) {
  return {Architecture::kLogistic, 1, {}, outputs, loss};
}

MetricSums Sums(Loss loss, uint32_t outputs, const std::vector<float>& given,
                const std::vector<float>& targets, uint64_t columns) {
  MetricSums sums;
  AddMetrics(Network(loss, outputs), given, {targets.data(), targets.size() / columns, columns},
             sums);
  return sums;
}

TEST(Metrics, RegressionSumsOverRowsAndOutputs) {
  // Errors 1, -2, 0, 0.5.
  const MetricSums sums = Sums(Loss::kMse, 2, {2, 1, 5, 1.5f}, {1, 3, 5, 1}, 2);
  EXPECT_EQ(sums.rows, 2u);
  EXPECT_DOUBLE_EQ(sums.squared_error, 5.25);
  EXPECT_DOUBLE_EQ(sums.absolute_error, 3.5);
  EXPECT_DOUBLE_EQ(sums.loss, 5.25 / 2);
  EXPECT_DOUBLE_EQ(sums.MeanLoss(), 5.25 / 4);
  EXPECT_EQ(sums.correct, 0u);
}

TEST(Metrics, HuberIsSquareNearAndLinearFar) {
  const MetricSums sums = Sums(Loss::kHuber, 1, {0.5f, 3, -3}, {0, 0, 0}, 1);
  EXPECT_DOUBLE_EQ(sums.loss, 0.125 + 2.5 + 2.5);
  EXPECT_DOUBLE_EQ(sums.squared_error, 18.25);
}

TEST(Metrics, CrossEntropyCountsTheGreatestOutput) {
  const MetricSums sums = Sums(Loss::kCrossEntropy, 3, {0, 0, 0, 1, 3, 2, 1, 3, 2}, {2, 1, 0}, 1);
  EXPECT_EQ(sums.rows, 3u);
  EXPECT_EQ(sums.correct, 1u);
  const double total = std::log(std::exp(1.0) + std::exp(2.0) + std::exp(3.0));
  EXPECT_NEAR(sums.loss, std::log(3.0) + (total - 3) + (total - 1), 1e-12);
}

TEST(Metrics, CrossEntropyOfGreatOutputsStaysFinite) {
  const MetricSums sums = Sums(Loss::kCrossEntropy, 2, {1e30f, -1e30f}, {0}, 1);
  EXPECT_EQ(sums.loss, 0);
  EXPECT_EQ(sums.correct, 1u);
}

TEST(Metrics, BinaryCrossEntropyOfLogits) {
  const MetricSums sums = Sums(Loss::kBinaryCrossEntropy, 1, {2, -1, 0.5f}, {1, 0, 0}, 1);
  auto loss = [](double z, double t) {
    const double p = 1 / (1 + std::exp(-z));
    return -(t * std::log(p) + (1 - t) * std::log(1 - p));
  };
  EXPECT_NEAR(sums.loss, loss(2, 1) + loss(-1, 0) + loss(0.5, 0), 1e-12);
  EXPECT_EQ(sums.correct, 2u);
}

TEST(Metrics, ARowIsRightWhenAllItsOutputsAre) {
  const MetricSums sums = Sums(Loss::kBinaryCrossEntropy, 2, {1, 1, 1, -1}, {1, 0, 1, 0}, 2);
  EXPECT_EQ(sums.correct, 1u);
}

}  // namespace
}  // namespace hansa::client

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "client/learning/apply.h"
#include "client/learning/torch_runtime.h"

namespace hansa::client {
namespace {

using testing::HasSubstr;

const NetworkSpec kNetwork{Architecture::kMlp, 2, {300}, 2, Loss::kMse};

std::vector<float> Inputs(size_t rows) {
  std::vector<float> x(rows * 2);
  for (size_t i = 0; i < x.size(); ++i) x[i] = std::sin(static_cast<float>(i));
  return x;
}

// More rows than are computed at once (2^20 values of 300): the parts must join without a seam.
TEST(Apply, PartsJoin) {
  StartTorch();
  const size_t rows = 8000;
  const std::vector<float> x = Inputs(rows), weights = InitialModel(kNetwork, 3).values;
  const std::vector<float> y = Predict(kNetwork, {x.data(), rows, 2}, weights).value();
  ASSERT_EQ(y.size(), rows * 2);
  for (size_t row : {size_t{0}, size_t{3494}, size_t{3495}, size_t{3496}, size_t{7999}}) {
    const std::vector<float> one = Predict(kNetwork, {&x[row * 2], 1, 2}, weights).value();
    EXPECT_NEAR(y[row * 2], one[0], 1e-5) << row;
    EXPECT_NEAR(y[row * 2 + 1], one[1], 1e-5) << row;
  }
}

TEST(Apply, EvaluateAgreesWithAPlainComputationOverPredict) {
  StartTorch();
  const size_t rows = 5000;
  const std::vector<float> x = Inputs(rows), weights = InitialModel(kNetwork, 3).values;
  std::vector<float> truth(rows * 2);
  for (size_t i = 0; i < truth.size(); ++i) truth[i] = std::cos(static_cast<float>(i));
  const std::vector<float> y = Predict(kNetwork, {x.data(), rows, 2}, weights).value();
  double squares = 0, sizes = 0;
  for (size_t i = 0; i < y.size(); ++i) {
    const double e = static_cast<double>(y[i]) - truth[i];
    squares += e * e;
    sizes += std::abs(e);
  }
  const MetricSums sums =
      Evaluate(kNetwork, {{x.data(), rows, 2}, {truth.data(), rows, 2}}, weights).value();
  EXPECT_EQ(sums.rows, rows);
  EXPECT_NEAR(sums.squared_error, squares, 1e-6 * squares);
  EXPECT_NEAR(sums.absolute_error, sizes, 1e-6 * sizes);
  EXPECT_NEAR(sums.MeanLoss(), squares / static_cast<double>(2 * rows), 1e-6);
}

TEST(Apply, NoRowsGiveNoOutputs) {
  EXPECT_TRUE(Predict(kNetwork, {nullptr, 0, 2}, InitialModel(kNetwork, 3).values).value().empty());
}

TEST(Apply, RefusesWhatDoesNotFit) {
  const std::vector<float> x(6, 1.0f), weights = InitialModel(kNetwork, 3).values;
  EXPECT_THAT(Predict(kNetwork, {x.data(), 2, 3}, weights).error().Text(),
              HasSubstr("3 columns for 2 inputs"));
  EXPECT_THAT(Predict(kNetwork, {x.data(), 3, 2}, std::span(weights).first(5)).error().Text(),
              HasSubstr("the weights do not fit"));
  std::vector<float> broken = weights;
  broken[7] = NAN;
  EXPECT_THAT(Predict(kNetwork, {x.data(), 3, 2}, broken).error().Text(),
              HasSubstr("the weights is not finite"));
}

TEST(Apply, OutputsThatOverflowAreAnError) {
  const NetworkSpec network{Architecture::kLogistic, 1, {}, 1, Loss::kMse};
  const std::vector<float> x{1, 1e30f}, y{0, 0}, weights{1e30f, 0};
  EXPECT_THAT(Predict(network, {x.data(), 2, 1}, weights).error().Text(), HasSubstr("for row 1"));
  EXPECT_THAT(Evaluate(network, {{x.data(), 2, 1}, {y.data(), 2, 1}}, weights).error().Text(),
              HasSubstr("no finite loss"));
}

}  // namespace
}  // namespace hansa::client

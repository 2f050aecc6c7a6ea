// Training and applying, for every architecture.

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "client/learning/apply.h"
#include "client/learning/torch_runtime.h"
#include "client/learning/train.h"
#include "tests/support/one_of_each_network.h"

namespace hansa::client {
namespace {

constexpr size_t kRows = 400;

// Waves whose phase is the target.
struct Waves {
  explicit Waves(const NetworkSpec& network) : columns(TargetColumns(network)) {
    for (size_t row = 0; row < kRows; ++row) {
      const float phase = static_cast<float>(row * 37 % kRows) / kRows;
      for (uint32_t i = 0; i < network.inputs; ++i)
        x.push_back(std::sin(6.28f * phase + 0.9f * static_cast<float>(i)));
      y.push_back(IsClassifier(network) ? std::floor(phase * static_cast<float>(network.outputs))
                                        : phase);
    }
    inputs = network.inputs;
  }
  ExamplesView view() const { return {{x.data(), kRows, inputs}, {y.data(), kRows, columns}}; }
  uint64_t columns, inputs = 0;
  std::vector<float> x, y;
};

class TrainingOf : public testing::TestWithParam<NetworkSpec> {
 protected:
  TrainingOf() : data_(GetParam()) {
    StartTorch();
    options_.epochs = 40;
    options_.batch_size = 16;
    options_.rule = UpdateRule::kAdam;
    options_.learning_rate = 0.005;
  }
  std::vector<float> Trained(uint64_t seed) {
    std::vector<float> weights = InitialModel(GetParam(), 5).values;
    options_.shuffle_seed = seed;
    const Result<TrainSummary> trained = Train(GetParam(), data_.view(), options_, weights);
    EXPECT_TRUE(trained.ok()) << trained.error().Text();
    return weights;
  }
  Waves data_;
  TrainOptions options_;
};

TEST_P(TrainingOf, LowersTheLoss) {
  const std::vector<float> before = InitialModel(GetParam(), 5).values;
  const double at_first = Evaluate(GetParam(), data_.view(), before).value().MeanLoss();
  EXPECT_LT(Evaluate(GetParam(), data_.view(), Trained(1)).value().MeanLoss(), at_first / 2);
}

TEST_P(TrainingOf, GivesTheSameBitsForTheSameSeed) {
  options_.epochs = 2;
  const std::vector<float> first = Trained(1), again = Trained(1), other = Trained(2);
  EXPECT_EQ(std::memcmp(first.data(), again.data(), first.size() * sizeof(float)), 0);
  EXPECT_NE(std::memcmp(first.data(), other.data(), first.size() * sizeof(float)), 0);
}

TEST_P(TrainingOf, EvaluatesWhatItPredicts) {
  const std::vector<float> weights = InitialModel(GetParam(), 5).values;
  const std::vector<float> outputs = Predict(GetParam(), data_.view().x, weights).value();
  MetricSums sums;
  AddMetrics(GetParam(), outputs, TargetsOf(data_.view(), GetParam()), sums);
  const MetricSums evaluated = Evaluate(GetParam(), data_.view(), weights).value();
  EXPECT_EQ(evaluated.rows, kRows);
  EXPECT_DOUBLE_EQ(evaluated.loss, sums.loss);
  EXPECT_EQ(evaluated.correct, sums.correct);
}

INSTANTIATE_TEST_SUITE_P(Networks, TrainingOf, testing::ValuesIn(test::OneOfEach()),
                         [](const testing::TestParamInfo<NetworkSpec>& tested) {
                           return std::string(Name(tested.param.architecture));
                         });

}  // namespace
}  // namespace hansa::client

// A user's own TorchScript files as networks, in this process: only files made here are run.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "client/learning/apply.h"
#include "client/learning/script_file.h"
#include "client/learning/torch_runtime.h"
#include "client/learning/train.h"
#include "tests/support/script_files.h"

namespace hansa::client {
namespace {

using test::ScriptOf;
using testing::HasSubstr;

constexpr uint32_t kInputs = 3;
constexpr size_t kRows = 256;

struct Rows {
  Rows() {
    for (size_t i = 0; i < kRows; ++i) {
      for (size_t j = 0; j < kInputs; ++j)
        x.push_back(2 + 3 * std::sin(static_cast<float>(7 * i + 3 * j)));
      y.push_back(x[i * kInputs] - x[i * kInputs + 1]);
    }
  }
  ExamplesView view() const { return {{x.data(), kRows, kInputs}, {y.data(), kRows, 1}}; }
  std::vector<float> x, y;
};

class ScriptTest : public testing::Test {
 protected:
  ScriptTest() { StartTorch(); }

  NetworkSpec Network(const std::string& file) {
    NetworkSpec network = test::NetworkOf(file, kInputs, DescribeScript(file).value());
    with_.script = std::make_shared<const std::string>(file);
    options_.with = with_;
    EXPECT_FALSE(FaultOf(network));
    return network;
  }
  std::string TrainFault(const std::string& methods) {
    const NetworkSpec network = Network(ScriptOf(kInputs, methods));
    std::vector<float> weights = InitialModel(network, 1).values;
    const Result<TrainSummary> result = Train(network, rows_.view(), options_, weights);
    return result.ok() ? "trained" : result.error().Text();
  }

  Result<MetricSums> Apply(const NetworkSpec& network, const std::vector<float>& weights) {
    return Evaluate(network, rows_.view(), weights, {}, with_);
  }

  Rows rows_;
  RunWith with_;
  TrainOptions options_{.epochs = 20, .batch_size = 32, .learning_rate = 0.05};
};

TEST_F(ScriptTest, IsDescribedByParametersThenFloatBuffers) {
  const auto tensors = DescribeScript(test::ScriptWithBuffers(kInputs)).value();
  ASSERT_EQ(tensors.size(), 4u);
  EXPECT_EQ(tensors[0].name, "w");
  EXPECT_EQ(tensors[0].shape, (std::vector<uint64_t>{kInputs}));
  EXPECT_LT(tensors[0].low, tensors[0].high);
  EXPECT_EQ(tensors[1].name, "b");
  EXPECT_FALSE(tensors[1].buffer);
  EXPECT_EQ(tensors[2].name, "mean");
  EXPECT_TRUE(tensors[2].buffer);
  EXPECT_EQ(tensors[3].low, 1);
  EXPECT_EQ(tensors[3].high, 1);
}

TEST_F(ScriptTest, LearnsAndItsBuffersMoveWithIt) {
  const NetworkSpec network = Network(test::ScriptWithBuffers(kInputs));
  std::vector<float> weights = InitialModel(network, 1).values;
  const std::vector<float> before = weights;
  const double at_first = Apply(network, weights).value().MeanLoss();
  ASSERT_TRUE(Train(network, rows_.view(), options_, weights).ok());
  EXPECT_LT(Apply(network, weights).value().MeanLoss(), at_first / 20);
  // The running means have gone to the rows' own mean.
  const TensorSpec mean = LayoutOf(network).tensors[2];
  EXPECT_EQ(before[mean.offset], 0);
  double plain = 0;
  for (size_t i = 0; i < kRows; ++i) plain += rows_.x[i * kInputs] / double{kRows};
  EXPECT_NEAR(weights[mean.offset], plain, 0.3);
}

TEST_F(ScriptTest, ApplyingItChangesNothing) {
  const NetworkSpec network = Network(test::ScriptWithBuffers(kInputs));
  const std::vector<float> weights = InitialModel(network, 1).values;
  const auto first = Predict(network, rows_.view().x, weights, with_).value();
  EXPECT_EQ(Predict(network, rows_.view().x, weights, with_).value(), first);
}

TEST_F(ScriptTest, GivesTheSameBitsForTheSameSeedWithDropout) {
  const NetworkSpec network = Network(ScriptOf(kInputs, R"(
    def forward(self, x):
        return torch.matmul(torch.dropout(x, 0.3, True), self.w).unsqueeze(1)
  )"));
  const auto trained = [&](uint64_t seed) {
    std::vector<float> weights = InitialModel(network, 1).values;
    options_.shuffle_seed = seed;
    EXPECT_TRUE(Train(network, rows_.view(), options_, weights).ok());
    return weights;
  };
  const auto first = trained(1), again = trained(1), other = trained(2);
  EXPECT_EQ(std::memcmp(first.data(), again.data(), first.size() * sizeof(float)), 0);
  EXPECT_NE(std::memcmp(first.data(), other.data(), first.size() * sizeof(float)), 0);
}

TEST_F(ScriptTest, AnswersOfAnotherShapeAreErrors) {
  EXPECT_THAT(TrainFault("def forward(self, x):\n    return x * self.w"), HasSubstr(kWrongOutputs));
  EXPECT_THAT(TrainFault("def forward(self, x):\n    return 1"), HasSubstr(kWrongOutputs));
  EXPECT_THAT(TrainFault("def forward(self, x):\n    assert x.size(0) < 5\n    return x"),
              HasSubstr("training failed"));
  EXPECT_THAT(TrainFault("def forward(self, x):\n    return torch.matmul(x, self.w) / 0.0"),
              HasSubstr("training diverged"));
}

TEST_F(ScriptTest, OtherTensorsThanTheJobNamesAreFound) {
  NetworkSpec network = Network(test::ScriptWithBuffers(kInputs));
  const std::vector<ScriptTensor> held = network.script.tensors;
  EXPECT_TRUE(CheckTensors(held, network).ok());
  network.script.tensors[0].low = -9;  // where it begins is the job's to say
  EXPECT_TRUE(CheckTensors(held, network).ok());
  network.script.tensors[0].shape = {4};
  EXPECT_THAT(CheckTensors(held, network).error().Text(), HasSubstr("is w [3], not w [4]"));
  network.script.tensors = {held[0]};
  EXPECT_THAT(CheckTensors(held, network).error().Text(), HasSubstr("it has 4, the job names 1"));
}

TEST_F(ScriptTest, ARangeHasTheMeanAndTheSpreadOfTheFile) {
  torch::manual_seed(5);
  torch::jit::Module module("m");
  module.register_parameter("w", test::Learned(torch::randn({200, 50}) * 0.5 + 2), false);
  module.define("def forward(self, x):\n    return x\n");
  const auto tensors = DescribeScript(test::Saved(module)).value();
  EXPECT_NEAR((tensors[0].low + tensors[0].high) / 2, 2, 0.02);
  EXPECT_NEAR((tensors[0].high - tensors[0].low) / std::sqrt(12.0), 0.5, 0.01);
}

TEST_F(ScriptTest, WhatIsNoFileToTrainIsRefused) {
  EXPECT_FALSE(DescribeScript("").ok());
  EXPECT_FALSE(DescribeScript("PK\x03\x04 no").ok());
  const std::string file = test::ScriptWithBuffers(kInputs);
  for (size_t cut = 0; cut < file.size(); cut += 97)
    EXPECT_FALSE(DescribeScript(file.substr(0, cut)).ok()) << cut;
  torch::jit::Module none("m");
  none.define("def forward(self, x):\n    return x\n");
  EXPECT_THAT(DescribeScript(test::Saved(none)).error().Text(), HasSubstr("no parameter"));
  torch::jit::Module doubles("m");
  doubles.register_parameter("w", test::Learned(torch::ones({2}, torch::kDouble)), false);
  EXPECT_THAT(DescribeScript(test::Saved(doubles)).error().Text(), HasSubstr("not of float32"));
}

}  // namespace
}  // namespace hansa::client

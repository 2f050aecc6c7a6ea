#include <ATen/ops/from_blob.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "client/learning/network_module.h"

namespace hansa::client {
namespace {

using testing::ElementsAre;

std::vector<float> Outputs(const NetworkModule& module, std::vector<float> x, int64_t inputs) {
  const int64_t rows = static_cast<int64_t>(x.size()) / inputs;
  const at::Tensor y = module.Forward(at::from_blob(x.data(), {rows, inputs}, at::kFloat));
  return {y.data_ptr<float>(), y.data_ptr<float>() + y.numel()};
}

// layers.0.weight [2, 2] row by row, layers.0.bias [2], layers.1.weight [1, 2], layers.1.bias [1].
const std::vector<float> kWeights{1, 2, 3, 4, 10, -100, 5, 7, 0.5f};
const NetworkSpec kNetwork{Architecture::kMlp, 2, {2}, 1, Loss::kMse};

TEST(NetworkModule, ReadsTheVectorInTheOrderOfTheLayout) {
  const NetworkModule module(kNetwork, kWeights);
  // First row: hidden (1*1 + 2*2 + 10, 3*1 + 4*2 - 100) = (15, -89), after ReLU (15, 0).
  // Second row: (1*10 + 2*20 + 10, 3*10 + 4*20 - 100) = (60, 10).
  EXPECT_THAT(Outputs(module, {1, 2, 10, 20}, 2), ElementsAre(75.5f, 370.5f));
}

TEST(NetworkModule, LogisticIsOneLinearLayer) {
  const NetworkModule module({Architecture::kLogistic, 2, {}, 2, Loss::kCrossEntropy},
                             std::vector<float>{1, 2, 3, 4, 0.5f, -0.5f});
  EXPECT_THAT(Outputs(module, {1, 10}, 2), ElementsAre(21.5f, 42.5f));
}

TEST(NetworkModule, ItsTensorsAreThoseOfTheLayout) {
  const NetworkSpec network{Architecture::kMlp, 3, {5, 4}, 2, Loss::kMse};
  std::vector<std::string> names;
  for (const TensorSpec& tensor : LayoutOf(network).tensors) names.push_back(tensor.name);
  EXPECT_THAT(names, ElementsAre("layers.0.weight", "layers.0.bias", "layers.1.weight",
                                 "layers.1.bias", "layers.2.weight", "layers.2.bias"));
  NetworkModule module(network, InitialModel(network, 1).values);
  std::vector<float> x{1, 2, 3};
  module.Forward(at::from_blob(x.data(), {1, 3}, at::kFloat)).sum().backward();
  std::vector<size_t> offsets, sizes;
  module.TakeGradients([&](std::span<float> weights, size_t offset, std::span<const float> g) {
    EXPECT_EQ(weights.size(), g.size());
    EXPECT_EQ(weights.data(), module.weights().data() + offset);
    offsets.push_back(offset);
    sizes.push_back(weights.size());
  });
  EXPECT_THAT(offsets, ElementsAre(0, 15, 20, 40, 44, 52));
  EXPECT_THAT(sizes, ElementsAre(15, 5, 20, 4, 8, 2));
}

}  // namespace
}  // namespace hansa::client

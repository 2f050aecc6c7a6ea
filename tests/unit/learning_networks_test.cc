// Every architecture against the same network made of LibTorch's own modules: outputs, gradients,
// and how its weights begin.

#include <gtest/gtest.h>
#include <torch/utils.h>

#include <cmath>

#include "client/learning/network_module.h"
#include "client/learning/torch_runtime.h"
#include "experiments/bench/bare_network.h"
#include "tests/support/one_of_each_network.h"

namespace hansa::client {
namespace {

using ReferenceNetwork = bench::BareNetwork;

class EveryArchitecture : public testing::TestWithParam<NetworkSpec> {
 protected:
  EveryArchitecture() { StartTorch(); }
};

// The reference with the weights of `model`, tensor by tensor in the order of the layout.
void Fill(ReferenceNetwork& reference, const FlatModel& model) {
  const torch::NoGradGuard no_gradients;
  const std::vector<torch::Tensor> parameters = reference.parameters();
  ASSERT_EQ(parameters.size(), model.layout.tensors.size());
  for (size_t i = 0; i < parameters.size(); ++i) {
    const TensorSpec& tensor = model.layout.tensors[i];
    ASSERT_EQ(parameters[i].sizes().vec(),
              std::vector<int64_t>(tensor.shape.begin(), tensor.shape.end()))
        << tensor.name;
    parameters[i].copy_(torch::from_blob(const_cast<float*>(model.values.data() + tensor.offset),
                                         parameters[i].sizes()));
  }
}

TEST_P(EveryArchitecture, ComputesWhatLibTorchsModulesDo) {
  const NetworkSpec& network = GetParam();
  const FlatModel model = InitialModel(network, 3);
  ReferenceNetwork reference(network);
  Fill(reference, model);
  NetworkModule module(network, model.values);
  torch::manual_seed(1);
  const torch::Tensor x = torch::randn({5, network.inputs});

  const torch::Tensor ours = module.Forward(x), theirs = reference.forward(x);
  ASSERT_EQ(ours.sizes(), theirs.sizes());
  EXPECT_TRUE(torch::allclose(ours, theirs, 1e-5, 1e-6)) << (ours - theirs).abs().max();
  EXPECT_GT(theirs.std().item<double>(), 1e-3);  // no constant: the comparison says something

  const torch::Tensor weights = torch::randn_like(ours);
  (ours * weights).sum().backward();
  (theirs * weights).sum().backward();
  size_t next = 0;
  const std::vector<torch::Tensor> parameters = reference.parameters();
  module.TakeGradients([&](std::span<float>, size_t offset, std::span<const float> gradient) {
    const torch::Tensor expected = parameters[next].grad().contiguous();
    const torch::Tensor found =
        torch::from_blob(const_cast<float*>(gradient.data()), expected.sizes());
    EXPECT_TRUE(torch::allclose(found, expected, 1e-4, 1e-5)) << "at " << offset;
    ++next;
  });
  EXPECT_EQ(next, parameters.size());
}

// Of each tensor: the standard deviation over many networks, and that no value is beyond the bound.
// A uniform value in +-b has b / sqrt(3) and a kurtosis of 1.8, so an estimate from n values is off
// by 0.45 / sqrt(n) of itself (standard deviation): five of them are allowed, twice.
TEST_P(EveryArchitecture, BeginsAsLibTorchInitialises) {
  const NetworkSpec& network = GetParam();
  constexpr int kNetworks = 300;
  const ModelLayout layout = LayoutOf(network);
  std::vector<double> ours(layout.tensors.size()), theirs(ours), largest(ours), bound(ours);
  torch::manual_seed(7);
  for (int n = 0; n < kNetworks; ++n) {
    const FlatModel model = InitialModel(network, static_cast<uint64_t>(n));
    const ReferenceNetwork reference(network);
    const std::vector<torch::Tensor> parameters = reference.parameters();
    for (size_t t = 0; t < layout.tensors.size(); ++t) {
      const TensorSpec& tensor = layout.tensors[t];
      for (uint64_t i = 0; i < tensor.elements(); ++i) {
        const double value = model.values[tensor.offset + i];
        ours[t] += value * value;
        largest[t] = std::max(largest[t], std::abs(value));
      }
      theirs[t] += parameters[t].square().sum().item<double>();
      bound[t] = std::max(bound[t], parameters[t].abs().max().item<double>());
    }
  }
  for (size_t t = 0; t < layout.tensors.size(); ++t) {
    const double values = kNetworks * static_cast<double>(layout.tensors[t].elements());
    const double share = 1 + 2 * 5 * 0.45 / std::sqrt(values);
    EXPECT_LT(std::sqrt(ours[t] / theirs[t]), share) << layout.tensors[t].name;
    EXPECT_GT(std::sqrt(ours[t] / theirs[t]), 1 / share) << layout.tensors[t].name;
    // The largest of n values is within 20/n of the bound but once in e^10.
    EXPECT_NEAR(largest[t] / bound[t], 1, 20 / values) << layout.tensors[t].name;
  }
}

INSTANTIATE_TEST_SUITE_P(Networks, EveryArchitecture, testing::ValuesIn(test::OneOfEach()),
                         [](const testing::TestParamInfo<NetworkSpec>& tested) {
                           return std::string(Name(tested.param.architecture));
                         });

}  // namespace
}  // namespace hansa::client

#pragma once
// Hansa's networks as one would write them with LibTorch's own modules: what they are measured and
// tested against. For files that see LibTorch.

#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/rnn.h>

#include "common/model/network.h"

namespace hansa::bench {

// Parameters in the order of LayoutOf.
class BareNetwork : public torch::nn::Module {
 public:
  explicit BareNetwork(const NetworkSpec& network);

  // rows x inputs -> rows x outputs
  torch::Tensor forward(const torch::Tensor& x);

 private:
  torch::Tensor Shaped(const torch::Tensor& x) const;
  void AddConvolutions();
  void AddLinear(const std::vector<int64_t>& widths);

  NetworkSpec network_;
  torch::nn::LSTM lstm_{nullptr};
  torch::nn::Sequential convolutions_, linear_;
};

}  // namespace hansa::bench

#pragma once
// A network in LibTorch, over one plain vector of weights (in the order of LayoutOf), so that
// taking them in or out is a copy and an optimiser needs no tensors. For files that see LibTorch.

#include <ATen/core/Tensor.h>

#include <functional>
#include <span>
#include <vector>

#include "common/model/network.h"

namespace hansa::client {

class NetworkModule {
 public:
  // `weights` as LayoutOf(network) lays them out.
  NetworkModule(const NetworkSpec& network, std::span<const float> weights);
  NetworkModule(const NetworkModule&) = delete;
  NetworkModule& operator=(const NetworkModule&) = delete;

  // rows x inputs -> rows x outputs (logits for a classifier).
  at::Tensor Forward(const at::Tensor& x) const;

  std::span<const float> weights() const { return weights_; }

  // After a backward pass: hands each tensor's weights, offset and gradient to `visit`, then drops
  // the gradients.
  using Visit =
      std::function<void(std::span<float> weights, size_t offset, std::span<const float> gradient)>;
  void TakeGradients(const Visit& visit);

 private:
  struct Parameter {
    at::Tensor tensor;  // a view of weights_
    size_t offset;
  };

  std::vector<float> weights_;
  std::vector<Parameter> parameters_;  // weight, bias, weight, bias, ...
};

}  // namespace hansa::client

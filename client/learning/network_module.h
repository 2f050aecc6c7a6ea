#pragma once
// A network in LibTorch, over one plain vector of weights (in the order of LayoutOf), so that
// taking them in or out is a copy and an optimiser needs no tensors. For files that see LibTorch.

#include <ATen/core/Tensor.h>

#include <functional>
#include <span>
#include <vector>

#include "client/learning/networks/forward_pass.h"
#include "client/learning/run_with.h"
#include "common/model/network.h"

namespace hansa::client {

class NetworkModule {
 public:
  // `weights` as LayoutOf(network) lays them out.
  // On a GPU the weights are copied there, and again after every step: the optimiser works on
  // weights() either way. A TorchScript file is never on a GPU; `training`: its dropout and batch
  // norm are at work.
  NetworkModule(const NetworkSpec& network, std::span<const float> weights,
                const RunWith& with = {}, bool training = true);
  NetworkModule(const NetworkModule&) = delete;
  NetworkModule& operator=(const NetworkModule&) = delete;

  // rows x inputs -> rows x outputs (logits for a classifier), both on the module's device.
  at::Tensor Forward(const at::Tensor& x) const { return forward_(x); }
  at::Tensor ToDevice(const at::Tensor& x) const { return x.to(flat_.device()); }

  std::span<const float> weights() const { return weights_; }

  // After a backward pass: hands each tensor's weights, offset and gradient to `visit`, then drops
  // the gradients. A tensor of a TorchScript file that had no part in the pass is left out.
  using Visit =
      std::function<void(std::span<float> weights, size_t offset, std::span<const float> gradient)>;
  void TakeGradients(const Visit& visit);

 private:
  struct Parameter {
    at::Tensor tensor;  // a view of flat_
    size_t offset;
    bool learns = true;
  };

  std::vector<float> weights_;
  at::Tensor flat_;                    // over weights_, or their copy on the GPU
  std::vector<Parameter> parameters_;  // in the order of the layout
  ForwardPass forward_;
  bool may_lack_gradients_ = false;
};

}  // namespace hansa::client

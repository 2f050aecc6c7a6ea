#include "client/learning/network_module.h"

#include <ATen/ops/from_blob.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/relu.h>

#include "common/base/check.h"

namespace hansa::client {

NetworkModule::NetworkModule(const NetworkSpec& network, std::span<const float> weights)
    : weights_(weights.begin(), weights.end()) {
  const ModelLayout layout = LayoutOf(network);
  HANSA_CHECK(layout.elements() == weights.size());
  HANSA_CHECK(layout.tensors.size() == 2 * (network.hidden.size() + 1));
  for (const TensorSpec& spec : layout.tensors) {
    const std::vector<int64_t> shape(spec.shape.begin(), spec.shape.end());
    at::Tensor tensor = at::from_blob(weights_.data() + spec.offset, shape, at::kFloat);
    tensor.set_requires_grad(true);
    parameters_.push_back({std::move(tensor), static_cast<size_t>(spec.offset)});
  }
}

at::Tensor NetworkModule::Forward(const at::Tensor& x) const {
  at::Tensor values = x;
  for (size_t i = 0; i < parameters_.size(); i += 2) {
    if (i > 0) values = at::relu(values);
    values = at::linear(values, parameters_[i].tensor, parameters_[i + 1].tensor);
  }
  return values;
}

void NetworkModule::TakeGradients(const Visit& visit) {
  for (Parameter& parameter : parameters_) {
    at::Tensor& gradient = parameter.tensor.mutable_grad();
    HANSA_CHECK(gradient.defined() && gradient.is_contiguous());
    const size_t size = static_cast<size_t>(gradient.numel());
    visit({weights_.data() + parameter.offset, size}, parameter.offset,
          {gradient.data_ptr<float>(), size});
    gradient.reset();
  }
}

}  // namespace hansa::client

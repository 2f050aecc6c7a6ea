#include "client/learning/network_module.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/from_blob.h>

#include "common/base/check.h"

namespace hansa::client {
namespace {

at::Tensor Over(std::vector<float>& values) {
  return at::from_blob(values.data(), {static_cast<int64_t>(values.size())}, at::kFloat);
}

}  // namespace

NetworkModule::NetworkModule(const NetworkSpec& network, std::span<const float> weights, bool cuda)
    : weights_(weights.begin(), weights.end()) {
  const ModelLayout layout = LayoutOf(network);
  HANSA_CHECK(layout.elements() == weights.size());
  flat_ = Over(weights_).to(cuda ? at::kCUDA : at::kCPU);
  std::vector<at::Tensor> tensors;
  for (const TensorSpec& spec : layout.tensors) {
    const std::vector<int64_t> shape(spec.shape.begin(), spec.shape.end());
    const auto offset = static_cast<int64_t>(spec.offset);
    const auto size = static_cast<int64_t>(spec.elements());
    at::Tensor tensor = flat_.narrow(0, offset, size).view(shape).detach();
    tensor.set_requires_grad(true);
    tensors.push_back(tensor);
    parameters_.push_back({std::move(tensor), static_cast<size_t>(spec.offset)});
  }
  forward_ = MakeForwardPass(network, std::move(tensors));
}

void NetworkModule::TakeGradients(const Visit& visit) {
  for (Parameter& parameter : parameters_) {
    at::Tensor& gradient = parameter.tensor.mutable_grad();
    HANSA_CHECK(gradient.defined());
    const at::Tensor here = gradient.cpu().contiguous();
    const size_t size = static_cast<size_t>(here.numel());
    visit({weights_.data() + parameter.offset, size}, parameter.offset,
          {here.data_ptr<float>(), size});
    gradient.reset();
  }
  if (flat_.is_cpu()) return;
  const at::NoGradGuard no_gradients;
  flat_.copy_(Over(weights_));
}

}  // namespace hansa::client

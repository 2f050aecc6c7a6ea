#include "client/learning/network_module.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/from_blob.h>

#include "client/learning/networks/script_module.h"
#include "common/base/check.h"

namespace hansa::client {
namespace {

at::Tensor Over(std::vector<float>& values) {
  return at::from_blob(values.data(), {static_cast<int64_t>(values.size())}, at::kFloat);
}

}  // namespace

NetworkModule::NetworkModule(const NetworkSpec& network, std::span<const float> weights,
                             const RunWith& with, bool training)
    : weights_(weights.begin(), weights.end()) {
  const ModelLayout layout = LayoutOf(network);
  const bool script = IsScript(network);
  HANSA_CHECK(layout.elements() == weights.size());
  HANSA_CHECK(script == (with.script != nullptr) && !(script && with.cuda));
  flat_ = Over(weights_).to(with.cuda ? at::kCUDA : at::kCPU);
  std::vector<at::Tensor> tensors;
  for (const TensorSpec& spec : layout.tensors) {
    const std::vector<int64_t> shape(spec.shape.begin(), spec.shape.end());
    const auto offset = static_cast<int64_t>(spec.offset);
    const auto size = static_cast<int64_t>(spec.elements());
    const bool learns = !script || !network.script.tensors[tensors.size()].buffer;
    tensors.push_back(flat_.narrow(0, offset, size).view(shape).detach());
    tensors.back().set_requires_grad(learns && !script);
    parameters_.push_back({tensors.back(), static_cast<size_t>(spec.offset), learns});
  }
  if (!script) {
    forward_ = MakeForwardPass(network, std::move(tensors));
    return;
  }
  forward_ = MakeScript(network, *with.script, training, tensors);
  for (size_t i = 0; i < tensors.size(); ++i) parameters_[i].tensor = tensors[i];
  may_lack_gradients_ = true;
}

void NetworkModule::TakeGradients(const Visit& visit) {
  for (Parameter& parameter : parameters_) {
    if (!parameter.learns) continue;
    at::Tensor& gradient = parameter.tensor.mutable_grad();
    if (may_lack_gradients_ && !gradient.defined()) continue;
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

#include "client/learning/networks/forward_pass.h"

#include <ATen/ops/linear.h>
#include <ATen/ops/relu.h>

#include <algorithm>

#include "common/base/check.h"

namespace hansa::client {

ForwardPass MakeForwardPass(const NetworkSpec& network, std::vector<at::Tensor> tensors) {
  switch (network.architecture) {
    case Architecture::kMlp:
    case Architecture::kLogistic:
      return MakeMlp(network, std::move(tensors));
    case Architecture::kCnn1d:
      return MakeCnn1d(network, std::move(tensors));
    case Architecture::kCnn2d:
      return MakeCnn2d(network, std::move(tensors));
    case Architecture::kLstm:
      return MakeLstm(network, std::move(tensors));
    case Architecture::kAutoencoder:
      return MakeAutoencoder(network, std::move(tensors));
    case Architecture::kTorchScript:
      break;  // its file is needed
  }
  HANSA_CHECK(false);
}

at::Tensor LinearLayers(const at::Tensor& x, const std::vector<at::Tensor>& tensors, size_t first,
                        size_t end) {
  at::Tensor values = x;
  for (size_t i = first; i < std::min(end, tensors.size()); i += 2) {
    if (i > first) values = at::relu(values);
    values = at::linear(values, tensors[i], tensors[i + 1]);
  }
  return values;
}

}  // namespace hansa::client

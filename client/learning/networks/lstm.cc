#include <ATen/ops/lstm.h>
#include <ATen/ops/zeros.h>

#include "client/learning/networks/forward_pass.h"

namespace hansa::client {

// The last layer's state after the last step, through the linear layers.
ForwardPass MakeLstm(const NetworkSpec& network, std::vector<at::Tensor> tensors) {
  constexpr size_t kTensorsPerLayer = 4;
  const size_t linear = kTensorsPerLayer * network.layers;
  const std::vector<at::Tensor> recurrent(tensors.begin(),
                                          tensors.begin() + static_cast<std::ptrdiff_t>(linear));
  return [network, recurrent, linear, t = std::move(tensors)](const at::Tensor& x) {
    const int64_t length = network.length, features = network.inputs / network.length;
    const at::Tensor steps = x.view({x.size(0), length, features});
    const at::Tensor start = at::zeros({network.layers, x.size(0), network.units}, x.options());
    const auto results = at::lstm(steps, {start, start}, recurrent, /*has_biases=*/true,
                                  network.layers, /*dropout=*/0.0, /*train=*/false,
                                  /*bidirectional=*/false, /*batch_first=*/true);
    return LinearLayers(std::get<1>(results).select(0, network.layers - 1), t, linear);
  };
}

}  // namespace hansa::client

#include <ATen/ops/conv1d.h>
#include <ATen/ops/max_pool1d.h>
#include <ATen/ops/relu.h>

#include "client/learning/networks/forward_pass.h"

namespace hansa::client {

// A row is steps x features; a convolution wants features (channels) x steps.
ForwardPass MakeCnn1d(const NetworkSpec& network, std::vector<at::Tensor> tensors) {
  return [network, t = std::move(tensors)](const at::Tensor& x) {
    const int64_t length = network.length, features = network.inputs / network.length;
    at::Tensor values = x.view({x.size(0), length, features}).transpose(1, 2).contiguous();
    size_t next = 0;
    for (const Convolution& c : network.convolutions) {
      values = at::conv1d(values, t[next], t[next + 1], c.stride, c.padding);
      next += 2;
      // The maximum first: ReLU of it is the same, and less to do.
      if (c.pool > 1) values = at::max_pool1d(values, c.pool);
      values = at::relu(values);
    }
    return LinearLayers(values.flatten(1), t, next);
  };
}

}  // namespace hansa::client

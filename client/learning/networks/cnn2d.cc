#include <ATen/ops/conv2d.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/relu.h>

#include "client/learning/networks/forward_pass.h"

namespace hansa::client {

ForwardPass MakeCnn2d(const NetworkSpec& network, std::vector<at::Tensor> tensors) {
  return [network, t = std::move(tensors)](const at::Tensor& x) {
    at::Tensor values = x.view({x.size(0), network.image[0], network.image[1], network.image[2]});
    size_t next = 0;
    for (const Convolution& c : network.convolutions) {
      values = at::conv2d(values, t[next], t[next + 1], c.stride, c.padding);
      next += 2;
      // The maximum first: ReLU of it is the same, and less to do.
      if (c.pool > 1) values = at::max_pool2d(values, {c.pool, c.pool});
      values = at::relu(values);
    }
    return LinearLayers(values.flatten(1), t, next);
  };
}

}  // namespace hansa::client

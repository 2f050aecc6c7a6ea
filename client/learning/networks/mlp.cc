#include "client/learning/networks/forward_pass.h"

namespace hansa::client {

ForwardPass MakeMlp(const NetworkSpec&, std::vector<at::Tensor> tensors) {
  return [t = std::move(tensors)](const at::Tensor& x) { return LinearLayers(x, t, 0); };
}

}  // namespace hansa::client

#pragma once
// The losses, as means over rows and outputs. For files that see LibTorch.

#include <ATen/core/Tensor.h>

#include "common/model/network.h"

namespace hansa::client {

// outputs: rows x outputs. targets: the same shape, except for kCrossEntropy: rows, int64.
at::Tensor MeanLoss(Loss loss, const at::Tensor& outputs, const at::Tensor& targets);

}  // namespace hansa::client

#pragma once
// How each architecture computes its outputs: one file each in this folder. For files that see
// LibTorch.

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <vector>

#include "common/model/network.h"

namespace hansa::client {

// rows x inputs -> rows x outputs (logits for a classifier).
using ForwardPass = std::function<at::Tensor(const at::Tensor& x)>;

// `tensors`: those of LayoutOf(network), in its order. Not of a TorchScript file.
ForwardPass MakeForwardPass(const NetworkSpec& network, std::vector<at::Tensor> tensors);

ForwardPass MakeMlp(const NetworkSpec& network, std::vector<at::Tensor> tensors);
ForwardPass MakeCnn1d(const NetworkSpec& network, std::vector<at::Tensor> tensors);
ForwardPass MakeCnn2d(const NetworkSpec& network, std::vector<at::Tensor> tensors);
ForwardPass MakeLstm(const NetworkSpec& network, std::vector<at::Tensor> tensors);
ForwardPass MakeAutoencoder(const NetworkSpec& network, std::vector<at::Tensor> tensors);

// Linear layers with ReLU between them: tensors[first], tensors[first + 1] are the first one's
// weight and bias; up to tensors[end - 1], or to the last tensor.
at::Tensor LinearLayers(const at::Tensor& x, const std::vector<at::Tensor>& tensors, size_t first,
                        size_t end = SIZE_MAX);

}  // namespace hansa::client

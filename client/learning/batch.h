#pragma once
// One batch of training rows, gathered into the same two tensors again and again. For files that
// see LibTorch.

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>

#include "client/learning/data_view.h"
#include "common/model/network.h"

namespace hansa::client {

class Batch {
 public:
  Batch(const NetworkSpec& network, uint64_t rows);

  // Overwrites the tensors; no backward pass may need the last contents any more.
  void Gather(const ExamplesView& examples, std::span<const uint32_t> rows);

  const at::Tensor& x() const { return x_; }
  const at::Tensor& y() const { return y_; }  // as MeanLoss wants it

 private:
  void GatherTargets(const RowsView& targets, std::span<const uint32_t> rows);

  bool classes_;    // y holds class numbers
  bool own_input_;  // y is x
  at::Tensor x_, y_;
};

}  // namespace hansa::client

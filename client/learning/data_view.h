#pragma once
// Rows of numbers, borrowed: what training and evaluation read. No LibTorch here.

#include <cstdint>
#include <span>

#include "common/base/result.h"
#include "common/model/network.h"

namespace hansa::client {

struct RowsView {
  const float* data = nullptr;  // row-major
  uint64_t rows = 0;
  uint64_t columns = 0;

  std::span<const float> values() const { return {data, static_cast<size_t>(rows * columns)}; }
  const float* row(uint64_t i) const { return data + i * columns; }
};

struct ExamplesView {
  RowsView x, y;

  uint64_t rows() const { return x.rows; }
};

// How many columns the targets of a network have: its outputs, one column of class numbers, or one
// of no meaning where the inputs are the targets.
uint64_t TargetColumns(const NetworkSpec& network);
// y, or x for an autoencoder.
const RowsView& TargetsOf(const ExamplesView& examples, const NetworkSpec& network);

// kBadInput when the rows do not fit the network, or a target is not a class of it. `name` is said
// in the error.
Result<> CheckFits(const ExamplesView& examples, const NetworkSpec& network, const char* name);

// kBadInput unless `weights` are as many as the network has, and finite.
Result<> CheckWeights(const NetworkSpec& network, std::span<const float> weights);

// kBadInput naming the first value that is not finite.
Result<> CheckFinite(const RowsView& rows, const char* name);

}  // namespace hansa::client

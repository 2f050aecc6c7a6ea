#include "client/learning/batch.h"

#include <ATen/ops/empty.h>

#include <algorithm>

#include "common/base/check.h"

namespace hansa::client {
namespace {

void GatherRows(const RowsView& from, std::span<const uint32_t> rows, float* to) {
  for (uint32_t row : rows) to = std::copy_n(from.row(row), from.columns, to);
}

}  // namespace

Batch::Batch(const NetworkSpec& network, uint64_t rows)
    : classes_(network.loss == Loss::kCrossEntropy), own_input_(IsAutoencoder(network)) {
  const int64_t count = static_cast<int64_t>(rows);
  x_ = at::empty({count, network.inputs}, at::kFloat);
  if (own_input_) {
    y_ = x_;
    return;
  }
  y_ = classes_ ? at::empty({count}, at::kLong) : at::empty({count, network.outputs}, at::kFloat);
}

void Batch::Gather(const ExamplesView& examples, std::span<const uint32_t> rows) {
  HANSA_CHECK(static_cast<int64_t>(rows.size()) == x_.size(0));
  GatherRows(examples.x, rows, x_.data_ptr<float>());
  if (!own_input_) GatherTargets(examples.y, rows);
}

void Batch::GatherTargets(const RowsView& targets, std::span<const uint32_t> rows) {
  if (!classes_) return GatherRows(targets, rows, y_.data_ptr<float>());
  int64_t* to = y_.data_ptr<int64_t>();
  for (uint32_t row : rows) *to++ = static_cast<int64_t>(*targets.row(row));
}

}  // namespace hansa::client

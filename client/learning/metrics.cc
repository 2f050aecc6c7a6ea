#include "client/learning/metrics.h"

#include <algorithm>
#include <cmath>

#include "common/base/check.h"

namespace hansa::client {
namespace {

using Row = std::span<const float>;

double HuberLoss(double error) {
  const double size = std::abs(error);
  return size < 1 ? 0.5 * error * error : size - 0.5;
}

void AddRegression(Loss loss, Row outputs, const float* target, MetricSums& sums) {
  double row_loss = 0;
  for (size_t i = 0; i < outputs.size(); ++i) {
    const double error = static_cast<double>(outputs[i]) - static_cast<double>(target[i]);
    sums.squared_error += error * error;
    sums.absolute_error += std::abs(error);
    row_loss += loss == Loss::kHuber ? HuberLoss(error) : error * error;
  }
  sums.loss += row_loss / static_cast<double>(outputs.size());
}

// log(sum(exp(outputs))) - outputs[class], without overflow.
void AddCrossEntropy(Row outputs, const float* target, MetricSums& sums) {
  const size_t truth = static_cast<size_t>(*target);
  const auto best = std::max_element(outputs.begin(), outputs.end());
  double total = 0;
  for (float output : outputs) total += std::exp(static_cast<double>(output) - *best);
  sums.loss += std::log(total) + *best - outputs[truth];
  sums.correct += static_cast<size_t>(best - outputs.begin()) == truth;
}

// Of logits: max(z, 0) - z t + log(1 + exp(-|z|)).
void AddBinaryCrossEntropy(Row outputs, const float* target, MetricSums& sums) {
  double row_loss = 0;
  bool right = true;
  for (size_t i = 0; i < outputs.size(); ++i) {
    const double z = outputs[i], t = target[i];
    row_loss += std::max(z, 0.0) - z * t + std::log1p(std::exp(-std::abs(z)));
    right = right && (z > 0) == (t > 0.5);
  }
  sums.loss += row_loss / static_cast<double>(outputs.size());
  sums.correct += right;
}

}  // namespace

void AddMetrics(const NetworkSpec& network, std::span<const float> outputs, const RowsView& targets,
                MetricSums& sums) {
  HANSA_CHECK(outputs.size() == targets.rows * network.outputs);
  for (uint64_t i = 0; i < targets.rows; ++i) {
    const Row row = outputs.subspan(i * network.outputs, network.outputs);
    switch (network.loss) {
      case Loss::kMse:
      case Loss::kHuber:
        AddRegression(network.loss, row, targets.row(i), sums);
        break;
      case Loss::kCrossEntropy:
        AddCrossEntropy(row, targets.row(i), sums);
        break;
      case Loss::kBinaryCrossEntropy:
        AddBinaryCrossEntropy(row, targets.row(i), sums);
        break;
    }
  }
  sums.rows += targets.rows;
}

}  // namespace hansa::client

#include "coordinator/aggregation/evaluation_metrics.h"

#include <algorithm>
#include <cmath>

namespace hansa::coordinator {

Metrics MetricsFromSums(const EvaluationSums& sums, bool classifier, double target_scale) {
  if (!(sums.rows >= 1)) return {};
  Metrics metrics;
  metrics["loss"] = sums.loss / sums.rows;
  if (classifier) {
    metrics["accuracy"] = sums.correct / sums.rows;
  } else {
    const double scale = std::fabs(target_scale);
    // Fixed-point rounding may leave a sum of squares a little below zero.
    metrics["rmse"] = std::sqrt(std::max(0.0, sums.squared_error) / sums.rows) * scale;
    metrics["mae"] = sums.absolute_error / sums.rows * scale;
  }
  for (const auto& entry : metrics)
    if (!std::isfinite(entry.second)) return {};
  return metrics;
}

}  // namespace hansa::coordinator

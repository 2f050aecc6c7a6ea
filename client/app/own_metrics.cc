#include "client/app/own_metrics.h"

#include <cmath>

namespace hansa::client {

Metrics OwnMetrics(const EvaluationSums& sums, const NetworkSpec& network,
                   const ColumnSpec& target) {
  if (sums.rows == 0) return {};
  const auto rows = static_cast<double>(sums.rows);
  Metrics metrics;
  metrics["loss"] = sums.loss / rows;
  if (IsClassifier(network)) {
    metrics["accuracy"] = static_cast<double>(sums.correct) / rows;
  } else {
    const double unit = std::fabs(target.scale);
    metrics["rmse"] = std::sqrt(sums.squared_error / rows) * unit;
    metrics["mae"] = sums.absolute_error / rows * unit;
  }
  return metrics;
}

}  // namespace hansa::client

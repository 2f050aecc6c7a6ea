#include "client/app/own_metrics.h"

#include <cmath>

#include "common/model/class_sums.h"

namespace hansa::client {

Metrics OwnMetrics(const EvaluationSums& sums, const JobSpec& job) {
  if (sums.rows == 0) return {};
  const auto rows = static_cast<double>(sums.rows);
  Metrics metrics;
  metrics["loss"] = sums.loss / rows;
  if (IsClassifier(job.network)) {
    metrics["accuracy"] = static_cast<double>(sums.correct) / rows;
    const std::vector<double> confusion(sums.confusion.begin(), sums.confusion.end());
    const std::vector<double> scores(sums.scores.begin(), sums.scores.end());
    AddClassMetrics(job.network, job.metrics, confusion, scores, metrics);
  } else {
    const double unit = std::fabs(job.target.scale), values = rows * job.network.outputs;
    metrics["rmse"] = std::sqrt(sums.squared_error / values) * unit;
    metrics["mae"] = sums.absolute_error / values * unit;
  }
  return metrics;
}

}  // namespace hansa::client

#include "coordinator/aggregation/evaluation_metrics.h"

#include <algorithm>
#include <cmath>

#include "common/model/class_sums.h"
#include "common/model/error_histogram.h"

namespace hansa::coordinator {

Metrics MetricsFromSums(const EvaluationSums& sums, const JobSpec& job) {
  if (!(sums.rows >= 1)) return {};
  Metrics metrics;
  metrics["loss"] = sums.loss / sums.rows;
  if (IsClassifier(job.network)) {
    metrics["accuracy"] = sums.correct / sums.rows;
    AddClassMetrics(job.network, job.metrics, sums.confusion, sums.scores, metrics);
  } else {
    const double scale = std::fabs(job.target.scale), values = sums.rows * job.network.outputs;
    // Fixed-point rounding may leave a sum of squares a little below zero.
    metrics["rmse"] = std::sqrt(std::max(0.0, sums.squared_error) / values) * scale;
    metrics["mae"] = sums.absolute_error / values * scale;
    if (job.anomaly_quantile && !sums.errors.empty())
      if (const auto threshold = ErrorQuantile(sums.errors, *job.anomaly_quantile))
        metrics[kThresholdMetric] = *threshold;
  }
  for (const auto& entry : metrics)
    if (!std::isfinite(entry.second)) return {};
  return metrics;
}

}  // namespace hansa::coordinator

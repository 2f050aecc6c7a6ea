#pragma once
// What the masked sums of an evaluation say of a model over all sites' rows together.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "common/job/job_spec.h"

namespace hansa::coordinator {

// Sums over the evaluation rows of all sites, in the model's own (scaled) units.
struct EvaluationSums {
  double rows = 0;
  double squared_error = 0;
  double absolute_error = 0;
  double correct = 0;
  double loss = 0;
  std::vector<double> confusion, scores;  // common/model/class_sums.h; empty: not summed
  std::vector<double> errors;             // common/model/error_histogram.h; empty: not summed
};

// Of a job with anomaly_quantile: that quantile of the rows' reconstruction errors. Left out when
// it is not within the range that is counted.
inline constexpr const char* kThresholdMetric = "anomaly_threshold";

// Regression: rmse, mae (times |target scale|, hence in the target's unit; an autoencoder's per
// input, in the model's own units) and loss. Classification: accuracy, loss, and what job.metrics
// asks for. Ordered by name. Empty when there were no rows, or when a figure is not finite.
using Metrics = std::map<std::string, double>;
Metrics MetricsFromSums(const EvaluationSums& sums, const JobSpec& job);

}  // namespace hansa::coordinator

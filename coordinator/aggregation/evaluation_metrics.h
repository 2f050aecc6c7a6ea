#pragma once
// What the masked sums of an evaluation say of a model over all sites' rows together.

#include <cstdint>
#include <map>
#include <string>

namespace hansa::coordinator {

// Sums over the evaluation rows of all sites, in the model's own (scaled) units.
struct EvaluationSums {
  double rows = 0;
  double squared_error = 0;
  double absolute_error = 0;
  double correct = 0;
  double loss = 0;
};

// Regression: rmse, mae (times |target_scale|, hence in the target's unit) and loss.
// Classification: accuracy and loss. Ordered by name. Empty when there were no rows, or when a
// figure is not finite.
using Metrics = std::map<std::string, double>;
Metrics MetricsFromSums(const EvaluationSums& sums, bool classifier, double target_scale);

}  // namespace hansa::coordinator

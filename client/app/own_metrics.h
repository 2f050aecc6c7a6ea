#pragma once
// A site's own figures of a model, for its report alone.

#include <cstdint>

#include "client/core/evaluation_sums.h"
#include "client/report/report_contents.h"
#include "common/job/job_spec.h"

namespace hansa::client {

// Regression: rmse and mae in the target's unit (an autoencoder's: per input, in the model's own
// units), and loss. Classification: accuracy, loss, and what job.metrics asks for. Empty without
// rows.
Metrics OwnMetrics(const EvaluationSums& sums, const JobSpec& job);

}  // namespace hansa::client

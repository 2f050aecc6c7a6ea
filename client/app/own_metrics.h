#pragma once
// A site's own figures of a model, for its report alone.

#include <cstdint>

#include "client/core/evaluation_sums.h"
#include "client/report/report_contents.h"
#include "common/model/column_spec.h"
#include "common/model/network.h"

namespace hansa::client {

// Regression: rmse and mae in the target's unit, and loss. Classification: accuracy and loss.
// Empty without rows.
Metrics OwnMetrics(const EvaluationSums& sums, const NetworkSpec& network,
                   const ColumnSpec& target);

}  // namespace hansa::client

#pragma once
// A trained network applied to rows: its outputs, and the metrics of them. Memory is bounded
// whatever the number of rows. No LibTorch in this header.

#include <span>
#include <vector>

#include "client/learning/data_view.h"
#include "client/learning/metrics.h"
#include "client/learning/run_with.h"
#include "common/base/result.h"
#include "common/model/extra_metrics.h"
#include "common/model/network.h"

namespace hansa::client {

// rows x network.outputs values. kBadInput when rows or weights do not fit; kWorkFailed when an
// output is not finite.
Result<std::vector<float>> Predict(const NetworkSpec& network, const RowsView& x,
                                   std::span<const float> weights, const RunWith& with = {});

// `metrics`: what is counted beside; of a network that has classes.
Result<MetricSums> Evaluate(const NetworkSpec& network, const ExamplesView& examples,
                            std::span<const float> weights, const ExtraMetrics& metrics = {},
                            const RunWith& with = {});

}  // namespace hansa::client

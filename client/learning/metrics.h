#pragma once
// What evaluation adds up over rows, in the model's own (scaled) units. No LibTorch here.

#include <cstdint>
#include <span>
#include <vector>

#include "client/learning/data_view.h"
#include "common/model/network.h"

namespace hansa::client {

struct MetricSums {
  uint64_t rows = 0;
  double squared_error = 0;   // regression: over rows and outputs
  double absolute_error = 0;  // regression
  uint64_t correct = 0;       // classification: rows whose every output says the right class
  double loss = 0;            // over rows, of the mean over outputs
  std::vector<uint64_t> confusion, scores;  // ClassCounts; empty: not asked for
  std::vector<uint64_t> errors;             // common/model/error_histogram.h; same

  double MeanLoss() const { return rows == 0 ? 0 : loss / static_cast<double>(rows); }
};

// Adds the rows of `targets`, for which the network gave `outputs` (rows x network.outputs).
void AddMetrics(const NetworkSpec& network, std::span<const float> outputs, const RowsView& targets,
                MetricSums& sums);

}  // namespace hansa::client

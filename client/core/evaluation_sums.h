#pragma once
// What a site adds to an evaluation: sums over its own evaluation rows, in the model's (scaled)
// units. Never sent but under a mask.

#include <cmath>
#include <cstdint>
#include <vector>

namespace hansa::client {

struct EvaluationSums {
  uint64_t rows = 0;
  double squared_error = 0;
  double absolute_error = 0;
  uint64_t correct = 0;
  double loss = 0;
  std::vector<uint64_t> confusion, scores;  // common/model/class_sums.h; empty: not asked for
  std::vector<uint64_t> errors;             // common/model/error_histogram.h; same

  bool finite() const {
    return std::isfinite(squared_error) && std::isfinite(absolute_error) && std::isfinite(loss);
  }
};

}  // namespace hansa::client

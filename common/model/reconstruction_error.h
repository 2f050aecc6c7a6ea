#pragma once
// An autoencoder's anomaly score.

#include <cmath>
#include <span>

namespace hansa {

// The root of the mean squared difference between a row and what the network made of it, in the
// model's own (scaled) units: 1 means that the inputs are off by their `scale`. Equal lengths, not
// empty.
inline double ReconstructionError(std::span<const float> row, std::span<const float> output) {
  double sum = 0;
  for (size_t i = 0; i < row.size(); ++i) {
    const double gap = static_cast<double>(output[i]) - static_cast<double>(row[i]);
    sum += gap * gap;
  }
  return std::sqrt(sum / static_cast<double>(row.size()));
}

}  // namespace hansa

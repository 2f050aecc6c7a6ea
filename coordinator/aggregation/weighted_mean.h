#pragma once
// The weighted mean of the sites' values from the sum of their weighted values.

#include <span>
#include <vector>

#include "common/base/result.h"

namespace hansa::coordinator {

// weighted_sums[i] = sum over sites of weight * value_i; returns weighted_sums[i] / weight_sum.
// kWorkFailed when weight_sum is not at least 1: nobody had rows.
Result<std::vector<double>> WeightedMean(std::span<const double> weighted_sums, double weight_sum);

}  // namespace hansa::coordinator

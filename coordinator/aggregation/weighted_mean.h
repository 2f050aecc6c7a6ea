#pragma once
// The weighted mean of the sites' values from the ring sum of their weighted fixed-point encodings.

#include <cstdint>
#include <span>
#include <vector>

#include "common/base/result.h"

namespace hansa::coordinator {

// sums[i] = sum over sites of weight * round(value_i * 2^scale_bits), signed, proven not to have
// wrapped (docs/protocol/secure-aggregation.md: the no-wrap proof). Returns sums[i] / 2^scale_bits
// / weight_sum, in the values' own unit. kWorkFailed when weight_sum is not positive: nobody had
// rows.
Result<std::vector<double>> WeightedMean(std::span<const int64_t> sums, uint32_t scale_bits,
                                         int64_t weight_sum);

}  // namespace hansa::coordinator

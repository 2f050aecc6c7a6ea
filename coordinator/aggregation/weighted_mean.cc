#include "coordinator/aggregation/weighted_mean.h"

#include <cmath>

#include "common/base/text.h"

namespace hansa::coordinator {

Result<std::vector<double>> WeightedMean(std::span<const int64_t> sums, uint32_t scale_bits,
                                         int64_t weight_sum) {
  if (weight_sum <= 0)
    return WorkFailed("the updates cannot be averaged", StrCat("their weights sum to ", weight_sum),
                      "check that the sites have training rows");
  std::vector<double> mean;
  mean.reserve(sums.size());
  const auto divisor = static_cast<double>(weight_sum);
  for (int64_t sum : sums)
    mean.push_back(std::ldexp(static_cast<double>(sum), -static_cast<int>(scale_bits)) / divisor);
  return mean;
}

}  // namespace hansa::coordinator

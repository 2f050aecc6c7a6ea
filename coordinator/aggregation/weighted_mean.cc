#include "coordinator/aggregation/weighted_mean.h"

#include "common/base/text.h"

namespace hansa::coordinator {

Result<std::vector<double>> WeightedMean(std::span<const double> weighted_sums, double weight_sum) {
  if (!(weight_sum >= 1))
    return WorkFailed("the updates cannot be averaged", StrCat("their weights sum to ", weight_sum),
                      "check that the sites have training rows");
  std::vector<double> mean;
  mean.reserve(weighted_sums.size());
  for (double sum : weighted_sums) mean.push_back(sum / weight_sum);
  return mean;
}

}  // namespace hansa::coordinator

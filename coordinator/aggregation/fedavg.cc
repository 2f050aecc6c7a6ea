#include "coordinator/aggregation/fedavg.h"

#include <cmath>

#include "common/base/text.h"

namespace hansa::coordinator {

Result<std::vector<float>> FedAvg::Apply(std::span<const float> base,
                                         std::span<const double> mean_update) {
  HANSA_CHECK(base.size() == mean_update.size());
  std::vector<float> next(base.size());
  for (size_t i = 0; i < base.size(); ++i) {
    next[i] = static_cast<float>(static_cast<double>(base[i]) + rate_ * mean_update[i]);
    if (!std::isfinite(next[i]))
      return WorkFailed("the new model is not published",
                        StrCat("weight ", i, " of ", base.size(), " became ", next[i]),
                        "lower the learning rate or clip_norm of the job");
  }
  return next;
}

}  // namespace hansa::coordinator

#pragma once
// Federated averaging (McMahan et al. 2017, algorithm 1): new = base + rate * mean update, the mean
// weighted by rows. Rate 1 gives the plain average of the sites' models.

#include "coordinator/aggregation/server_optimizer.h"

namespace hansa::coordinator {

class FedAvg final : public ServerOptimizer {
 public:
  explicit FedAvg(double server_learning_rate) : rate_(server_learning_rate) {}
  Result<std::vector<float>> Apply(std::span<const float> base,
                                   std::span<const double> mean_update) override;

 private:
  double rate_;
};

}  // namespace hansa::coordinator

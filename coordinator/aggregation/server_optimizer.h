#pragma once
// How the mean update becomes the next model. One file pair an optimiser.

#include <memory>
#include <span>
#include <vector>

#include "common/base/result.h"

namespace hansa::coordinator {

class ServerOptimizer {
 public:
  virtual ~ServerOptimizer() = default;
  // New weights from the base weights and the mean update, both in FlatModel order and of the same
  // length. kWorkFailed when a new weight is not finite: such a model is never published.
  virtual Result<std::vector<float>> Apply(std::span<const float> base,
                                           std::span<const double> mean_update) = 0;
};

}  // namespace hansa::coordinator

#pragma once
// Training as one would write it in LibTorch by hand, with nothing around it: the limit that the
// trainer is measured against. No LibTorch in this header.

#include <cstdint>
#include <memory>
#include <span>

#include "client/learning/train.h"
#include "common/model/network.h"

namespace hansa::bench {

class BareLoop {
 public:
  // x: rows x inputs, y: rows targets (class numbers for cross_entropy). Loss mse or cross_entropy.
  // Of `options`, batch_size, rule and learning_rate count.
  BareLoop(const NetworkSpec& network, const client::TrainOptions& options,
           std::span<const float> x, std::span<const float> y);
  ~BareLoop();
  BareLoop(const BareLoop&) = delete;
  BareLoop& operator=(const BareLoop&) = delete;

  // One pass over the batches, which are slices of the rows as they lie. Returns the last loss.
  double Epoch();
  uint64_t steps() const;  // of an epoch

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace hansa::bench

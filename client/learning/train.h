#pragma once
// Local training: some epochs of a network over a site's rows. No LibTorch in this header.

#include <cstdint>
#include <functional>
#include <span>

#include "client/learning/data_view.h"
#include "client/learning/run_with.h"
#include "common/base/result.h"
#include "common/model/network.h"

namespace hansa::client {

enum class UpdateRule { kSgd, kAdam };

struct TrainOptions {
  uint32_t epochs = 1;
  uint32_t batch_size = 64;
  UpdateRule rule = UpdateRule::kSgd;
  double learning_rate = 0;  // finite, above 0
  double momentum = 0;       // sgd; 0 <= momentum < 1
  uint64_t shuffle_seed = 0;
  RunWith with = {};
};

struct TrainSummary {
  uint64_t steps = 0;
  double mean_loss = 0;  // of the last epoch
  double seconds = 0;
};

// Called after every step: epoch from 0, step of the whole run from 1, steps in all.
using TrainingProgress = std::function<void(uint32_t epoch, uint64_t step, uint64_t steps)>;

// Changes `weights` (as LayoutOf lays them out). A last batch that is not full is left out, unless
// it is the only one. The optimiser starts afresh. The same arguments give the same bits on the
// same build, BLAS and kind of core. kBadInput when options or rows do not fit; kWorkFailed when
// the loss or a weight stops being finite ("training diverged"). On an error `weights` stay as
// they were.
Result<TrainSummary> Train(const NetworkSpec& network, const ExamplesView& examples,
                           const TrainOptions& options, std::span<float> weights,
                           const TrainingProgress& progress = nullptr);

}  // namespace hansa::client

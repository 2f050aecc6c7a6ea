#include "client/learning/train.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>

#include "client/learning/batch.h"
#include "client/learning/loss_function.h"
#include "client/learning/network_module.h"
#include "client/learning/optimizer.h"
#include "client/learning/shuffle.h"
#include "client/learning/torch_runtime.h"
#include "common/base/limits.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

Result<> CheckOptions(const TrainOptions& options) {
  if (options.epochs == 0 || options.epochs > limits::kTrainerEpochs)
    return BadInput("epochs are out of bounds", StrCat(options.epochs),
                    StrCat("1 to ", limits::kTrainerEpochs));
  if (options.batch_size == 0 || options.batch_size > limits::kTrainerBatchRows)
    return BadInput("batch_size is out of bounds", StrCat(options.batch_size),
                    StrCat("1 to ", limits::kTrainerBatchRows));
  if (!std::isfinite(options.learning_rate) || options.learning_rate <= 0)
    return BadInput("learning_rate must be above 0", StrCat(options.learning_rate));
  if (!(options.momentum >= 0 && options.momentum < 1))
    return BadInput("momentum must be at least 0 and below 1", StrCat(options.momentum));
  return Success();
}

Error Diverged(const std::string& how) {
  return WorkFailed("training diverged", how, "try a smaller learning_rate");
}

bool AllFinite(std::span<const float> values) {
  return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

std::unique_ptr<Optimizer> MakeOptimizer(const TrainOptions& options, size_t weights) {
  return options.rule == UpdateRule::kAdam
             ? MakeAdam(weights, options.learning_rate)
             : MakeSgd(weights, options.learning_rate, options.momentum);
}

class Training {
 public:
  Training(const NetworkSpec& network, const ExamplesView& examples, const TrainOptions& options,
           std::span<const float> weights)
      : network_(network),
        examples_(examples),
        options_(options),
        batch_rows_(std::min<uint64_t>(options.batch_size, examples.rows())),
        epoch_steps_(examples.rows() / batch_rows_),
        module_(network, weights, options.with),
        batch_(network, batch_rows_),
        optimizer_(MakeOptimizer(options, weights.size())),
        shuffler_(options.shuffle_seed) {}

  Result<TrainSummary> Run(const TrainingProgress& progress) {
    TrainSummary summary;
    for (uint32_t epoch = 0; epoch < options_.epochs; ++epoch)
      summary.mean_loss = HANSA_TRY(Epoch(epoch, progress));
    if (!AllFinite(module_.weights())) return Diverged("a weight is not finite");
    summary.steps = step_;
    return summary;
  }

  std::span<const float> weights() const { return module_.weights(); }

 private:
  Result<double> Epoch(uint32_t epoch, const TrainingProgress& progress) {
    const std::span<const uint32_t> order = shuffler_.Next(examples_.rows());
    double losses = 0;
    for (uint64_t i = 0; i < epoch_steps_; ++i) {
      const float loss = Step(order.subspan(i * batch_rows_, batch_rows_));
      ++step_;
      if (!std::isfinite(loss)) return Diverged(StrCat("loss is ", loss, " at step ", step_));
      losses += loss;
      if (progress) progress(epoch, step_, epoch_steps_ * options_.epochs);
    }
    return losses / static_cast<double>(epoch_steps_);
  }

  float Step(std::span<const uint32_t> rows) {
    batch_.Gather(examples_, rows);
    const at::Tensor outputs = module_.Forward(module_.ToDevice(batch_.x()));
    const at::Tensor loss = MeanLoss(network_.loss, outputs, module_.ToDevice(batch_.y()));
    loss.backward();
    optimizer_->BeginStep();
    module_.TakeGradients(
        [this](std::span<float> weights, size_t offset, std::span<const float> gradient) {
          optimizer_->Update(weights, offset, gradient);
        });
    return loss.item<float>();
  }

  const NetworkSpec& network_;
  const ExamplesView& examples_;
  const TrainOptions& options_;
  uint64_t batch_rows_;
  uint64_t epoch_steps_;
  NetworkModule module_;
  Batch batch_;
  std::unique_ptr<Optimizer> optimizer_;
  Shuffler shuffler_;
  uint64_t step_ = 0;
};

}  // namespace

Result<TrainSummary> Train(const NetworkSpec& network, const ExamplesView& examples,
                           const TrainOptions& options, std::span<float> weights,
                           const TrainingProgress& progress) {
  HANSA_TRY(CheckOptions(options));
  HANSA_TRY(CheckFits(examples, network, "training"));
  HANSA_TRY(CheckWeights(network, weights));
  return Guarded("training failed", [&]() -> Result<TrainSummary> {
    SeedTorch(options.shuffle_seed);
    const auto started = std::chrono::steady_clock::now();
    Training training(network, examples, options, weights);
    TrainSummary summary = HANSA_TRY(training.Run(progress));
    std::copy(training.weights().begin(), training.weights().end(), weights.begin());
    summary.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return summary;
  });
}

}  // namespace hansa::client

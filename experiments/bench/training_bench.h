#pragma once
// What a training step costs in hansa-trainer, beside the same step in a bare LibTorch loop, both
// measured in turns in the same run.

#include <filesystem>
#include <functional>
#include <string>

#include "client/learning/train.h"
#include "common/base/result.h"

namespace hansa::bench {

struct TrainingBenchOptions {
  std::string model;  // "wind": 5-32-16-1, mse, Adam; "2nn": 784-200-200-10, cross entropy, SGD;
                      // "cnn": two 5x5 convolutions, 120-84-10, SGD; "lstm": 24 x 5, 64 units, Adam
  std::filesystem::path trainer;
  double seconds = 6;                                // about how long to measure
  std::function<void(const std::string&)> progress;  // a line for a person
};

struct TrainingBench {
  double step_seconds = 0;  // the fastest epoch of each, by its number of steps
  double limit_step_seconds = 0;
  double ratio = 0;        // step / limit
  double limit_ratio = 0;  // what the project holds itself to
  uint64_t epochs = 0;     // measured of each
  uint64_t steps = 0;      // of an epoch
  std::string torch;
  std::string blas;
};

// The trainer's time is that of a whole request (an epoch) as its supervisor sees it: shuffling,
// gathering rows and passing the weights both ways included. kUsage for an unknown model.
Result<TrainingBench> RunTrainingBench(const TrainingBenchOptions& options);

}  // namespace hansa::bench

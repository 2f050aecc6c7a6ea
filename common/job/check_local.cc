#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/job/job_checks.h"

namespace hansa::internal {

Result<> CheckLocal(const v1::JobFile& file, const JobFaults& faults, JobSpec& job) {
  const v1::LocalSection& local = file.local();
  job.epochs =
      HANSA_TRY(CountOr(faults, "local.epochs", local.epochs(), 1, 1, limits::kTrainerEpochs));
  job.batch_size = HANSA_TRY(
      CountOr(faults, "local.batch_size", local.batch_size(), 64, 1, limits::kTrainerBatchRows));
  const bool adam = local.optimizer() == v1::OPTIMIZER_ADAM;
  job.optimizer = adam ? OptimizerKind::kAdam : OptimizerKind::kSgd;
  if (!faults.Has("local.learning_rate"))
    return faults.Missing("local.learning_rate", "Usual values: 1e-3 for adam, 0.01 for sgd");
  job.learning_rate = local.learning_rate();
  if (!(job.learning_rate > 0)) {
    return faults.At("local.learning_rate", "must be above 0", StrCat("it is ", job.learning_rate));
  }
  job.momentum = local.momentum();
  if (local.has_momentum() && adam) {
    return faults.At("local.momentum", "belongs to optimizer \"sgd\"", "the optimizer is \"adam\"",
                     "Remove it");
  }
  if (local.device() == v1::DEVICE_CPU) job.device = DeviceChoice::kCpu;
  if (local.device() == v1::DEVICE_CUDA) job.device = DeviceChoice::kCuda;
  if (job.momentum < 0 || job.momentum >= 1)
    return faults.At("local.momentum", "must be from 0 to below 1", StrCat("it is ", job.momentum));
  return Success();
}

}  // namespace hansa::internal

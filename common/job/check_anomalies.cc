#include "common/base/text.h"
#include "common/job/job_checks.h"

namespace hansa::internal {

Result<> CheckAnomalies(const v1::JobFile& file, const JobFaults& faults, JobSpec& job) {
  const char* key = "model.anomaly_quantile";
  if (!file.model().has_anomaly_quantile()) return Success();
  const double quantile = file.model().anomaly_quantile();
  if (!IsAutoencoder(job.network))
    return faults.At(key, "belongs to an autoencoder",
                     StrCat("architecture is \"", Name(job.network.architecture), "\""),
                     "Remove the key: no other model has reconstruction errors");
  if (quantile <= 0 || quantile >= 1)
    return faults.At(key, "must lie between 0 and 1", StrCat("it is ", quantile),
                     "Write 0.99 for a threshold that 99 of 100 rows lie under");
  if (!job.evaluate_rounds)
    return faults.At(key, "is never measured", "rounds.evaluate is false",
                     "Leave rounds.evaluate out: the threshold comes of an evaluation");
  job.anomaly_quantile = quantile;
  job.metrics.errors = true;
  return Success();
}

}  // namespace hansa::internal

#pragma once
// The version that a job with task = "evaluate" is about.

#include <memory>
#include <vector>

#include "common/job/normalised_job.h"
#include "coordinator/app/model_library.h"

namespace hansa::coordinator {

struct EvaluatedModel {
  ModelHandle model;
  Normalisation normalisation;          // normalize = "federated": as the version was trained with
  std::shared_ptr<const JobSpec> spec;  // with them
};

// kBadInput when there is no such version of job.name, or the job describes another network or
// other columns than its manifest; kVerification when its files are damaged. Reads the model.
Result<EvaluatedModel> FindEvaluated(const JobSpec& job,
                                     const std::vector<v1::VersionRecord>& versions,
                                     ModelLibrary& models);

}  // namespace hansa::coordinator

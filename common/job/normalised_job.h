#pragma once
// A job whose columns take mean and scale from the sites' statistics (normalize = "federated"),
// once these are known.

#include "common/base/result.h"
#include "common/job/job_spec.h"
#include "hansa/v1/statistics.pb.h"

namespace hansa {

using Normalisation = google::protobuf::RepeatedPtrField<v1::ColumnScale>;

// `job` with these means and scales. kBadInput when they are not exactly those of
// job.statistics.columns, each once, with a mean inside the stated range and a normal scale above 0
// that is no wider than it: whoever says them cannot make a column vanish.
Result<JobSpec> WithNormalisation(const JobSpec& job, const Normalisation& normalisation);

}  // namespace hansa

#pragma once
// The checks of a job file, one section each, in the order in which ParseJob runs them: a later one
// may read what an earlier one filled. Private to this folder.

#include <optional>
#include <utility>

#include "common/job/job_faults.h"
#include "common/job/job_spec.h"
#include "hansa/v1/job.pb.h"

namespace hansa::internal {

// [data]
Result<> CheckData(const v1::JobFile& file, const JobFaults& faults, JobSpec& job);
// data.window; after the features, whose inputs it multiplies.
Result<> CheckWindow(const v1::JobFile& file, const JobFaults& faults, JobSpec& job);
// [model]; its inputs follow from the features.
Result<> CheckNetwork(const v1::JobFile& file, const JobFaults& faults, JobSpec& job);
// What [model] says of a TorchScript file; the architecture is known.
Result<> CheckScript(const v1::JobFile& file, const JobFaults& faults, JobSpec& job);
// model.metrics; the network is filled.
Result<> CheckMetrics(const v1::ModelSection& model, const JobFaults& faults, JobSpec& job);
// [statistics], and what else a job with task "statistics" has.
Result<> CheckStatistics(const v1::JobFile& file, const JobFaults& faults, JobSpec& job);
// data.normalize: which columns take mean and scale from the sites. After [model].
Result<> CheckNormalize(const v1::JobFile& file, const JobFaults& faults, JobSpec& job);
// model.anomaly_quantile; after [model] and [rounds].
Result<> CheckAnomalies(const v1::JobFile& file, const JobFaults& faults, JobSpec& job);
// data.drop
Result<> CheckDrop(const v1::DataSection& data, const JobFaults& faults);
// model.version and model.sha256 of a job with task "evaluate".
Result<> CheckEvaluated(const v1::JobFile& file, const JobFaults& faults, JobSpec& job);
// [local]
Result<> CheckLocal(const v1::JobFile& file, const JobFaults& faults, JobSpec& job);
// [aggregation]
Result<> CheckAggregation(const v1::JobFile& file, const JobFaults& faults, JobSpec& job);
// [rounds]
Result<> CheckRounds(const v1::JobFile& file, const JobFaults& faults, JobSpec& job);
// aggregation.profile and what a secure sum needs of the cohort; after [aggregation] and
// rounds.clients.
Result<> CheckCohort(const v1::JobFile& file, const JobFaults& faults, JobSpec& job);
// A sum over fewer sites hides too little: with two, each knows the other's part.
inline constexpr uint32_t kSmallestSecureCohort = 3;
// [aggregation] largest_group, smallest_group, of a secure job whose profile is known.
Result<> CheckGroups(const v1::AggregationSection& aggregation, const JobFaults& faults,
                     JobSpec& job);
// [selection]
Result<> CheckSelection(const v1::JobFile& file, const JobFaults& faults, JobSpec& job);
// priority
Result<> CheckPriority(const v1::JobFile& file, const JobFaults& faults, JobSpec& job);
// [stop]; reads the model's kind and whether rounds are evaluated.
Result<> CheckStop(const v1::JobFile& file, const JobFaults& faults, JobSpec& job);
// That the model and its sums fit: files, frames, the ring.
Result<> CheckSizes(const JobFaults& faults, const JobSpec& job);

// One column, at `key` ("data.features[2]").
Result<ColumnSpec> CheckColumn(const v1::Column& column, std::string_view key,
                               const JobFaults& faults);

// [low, high] at `key`; none when the file does not have it.
Result<std::optional<std::pair<double, double>>> CheckRange(
    const google::protobuf::RepeatedField<double>& values, const std::string& key,
    const JobFaults& faults);

}  // namespace hansa::internal

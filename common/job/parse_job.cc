#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/config/parse_toml.h"
#include "common/crypto/hash.h"
#include "common/job/job_checks.h"
#include "common/job/requires.h"
#include "common/job/statistics_segments.h"
#include "common/job/task_segments.h"
#include "common/model/model_name.h"

namespace hansa {
namespace internal {
namespace {

constexpr uint64_t kBytesPerTensorHeader = 128;  // more than any layer's line takes
constexpr uint64_t kMetadataBytes = 512;

Result<> CheckName(const v1::JobFile& file, const JobFaults& faults) {
  if (file.name().empty()) return faults.Missing("name", "Say what the model is called");
  if (IsModelName(file.name())) return Success();
  return faults.At("name", "is not a model name", StrCat("it is '", file.name().substr(0, 80), "'"),
                   "Use lower-case letters, digits and '-', at most 63, not starting with '-'");
}

JobTask TaskOf(const v1::JobFile& file) {
  if (file.task() == v1::TASK_STATISTICS) return JobTask::kStatistics;
  return file.task() == v1::TASK_EVALUATE ? JobTask::kEvaluate : JobTask::kTrain;
}

Result<> CheckRequires(const v1::JobFile& file, const JobFaults& faults) {
  const std::vector<std::string> required(file.requires_().begin(), file.requires_().end());
  const std::string unknown = FirstNotUnderstood(required, UnderstoodFeatures());
  if (unknown.empty()) return Success();
  std::string known;
  for (const std::string_view name : UnderstoodFeatures())
    known += StrCat(known.empty() ? "" : ", ", name);
  return faults.At("requires", StrCat("names '", unknown.substr(0, 64), "'"),
                   StrCat("this version understands ", known),
                   "Update this program, or remove it from the job");
}

Result<> CheckChannel(const v1::JobFile& file, const JobFaults& faults, JobSpec& job) {
  if (!faults.Has("publish.channel")) return Success();
  job.channel = file.publish().channel();
  if (IsModelName(job.channel)) return Success();
  return faults.At("publish.channel", "is not a channel name",
                   StrCat("it is '", job.channel.substr(0, 80), "'"),
                   "Use lower-case letters, digits and '-', at most 63, not starting with '-'");
}

Result<> CheckFits(const JobFaults& faults, const Result<std::vector<secagg::Segment>>& segments) {
  if (segments.ok()) return Success();
  const Error& error = segments.error();
  return faults.At("aggregation", StrCat("does not fit: ", error.what), error.why, error.next);
}

// A model, and what is done with it.
Result<> CheckModelJob(const v1::JobFile& file, const JobFaults& faults, JobSpec& job) {
  if (faults.Has("statistics"))
    return faults.At("statistics", "has no meaning in this job", "its task is not \"statistics\"",
                     "Write task = \"statistics\", or remove the table");
  HANSA_TRY(CheckData(file, faults, job));
  HANSA_TRY(CheckNetwork(file, faults, job));
  HANSA_TRY(CheckNormalize(file, faults, job));
  HANSA_TRY(CheckEvaluated(file, faults, job));
  if (job.task == JobTask::kTrain || file.has_local()) HANSA_TRY(CheckLocal(file, faults, job));
  HANSA_TRY(CheckAggregation(file, faults, job));
  HANSA_TRY(CheckRounds(file, faults, job));
  HANSA_TRY(CheckAnomalies(file, faults, job));
  HANSA_TRY(CheckPriority(file, faults, job));
  HANSA_TRY(CheckSelection(file, faults, job));
  HANSA_TRY(CheckStop(file, faults, job));
  HANSA_TRY(CheckChannel(file, faults, job));
  return CheckSizes(faults, job);
}

Result<> CheckStatisticsJob(const v1::JobFile& file, const JobFaults& faults, JobSpec& job) {
  HANSA_TRY(CheckStatistics(file, faults, job));
  HANSA_TRY(CheckAggregation(file, faults, job));
  HANSA_TRY(CheckRounds(file, faults, job));
  HANSA_TRY(CheckPriority(file, faults, job));
  HANSA_TRY(CheckSelection(file, faults, job));
  return CheckFits(faults, StatisticsSegments(job));
}

}  // namespace

Result<> CheckSizes(const JobFaults& faults, const JobSpec& job) {
  const ModelLayout layout = LayoutOf(job.network);
  const uint64_t elements = layout.elements();
  const uint64_t file_bytes =
      elements * 4 + layout.tensors.size() * kBytesPerTensorHeader + kMetadataBytes;
  if (file_bytes > limits::kModelBytes) {
    return faults.At("model", "is too large",
                     StrCat(elements, " weights make ", HumanBytes(static_cast<double>(file_bytes)),
                            ", the limit is ", HumanBytes(double{limits::kModelBytes})),
                     "Use fewer or narrower hidden layers");
  }
  for (const auto& segments : {TrainSegments(job, elements), EvaluateSegments(job)})
    HANSA_TRY(CheckFits(faults, segments));
  return job.statistics.columns.empty() ? Success() : CheckFits(faults, StatisticsSegments(job));
}

}  // namespace internal

Result<JobSpec> ParseJob(std::string_view toml, std::string_view file) {
  if (toml.size() > limits::kJobFileBytes) {
    return BadInput(StrCat(file, ": the job file is too large"),
                    StrCat("it has ", toml.size(), " bytes, at most ", limits::kJobFileBytes));
  }
  v1::JobFile message;
  KeyLines lines;
  HANSA_TRY(ParseToml(toml, file, &message, &lines));
  const internal::JobFaults faults(file, lines);
  JobSpec job;
  job.toml = toml;
  job.digest = crypto::Sha256(AsSpan(toml));
  HANSA_TRY(internal::CheckName(message, faults));
  job.name = message.name();
  HANSA_TRY(internal::CheckRequires(message, faults));
  job.task = internal::TaskOf(message);
  HANSA_TRY(job.task == JobTask::kStatistics ? internal::CheckStatisticsJob(message, faults, job)
                                             : internal::CheckModelJob(message, faults, job));
  job.has_simulation = message.has_simulation();
  return job;
}

}  // namespace hansa

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/config/parse_toml.h"
#include "common/crypto/hash.h"
#include "common/job/job_checks.h"
#include "common/job/requires.h"
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

Result<> CheckTask(const v1::JobFile& file, const JobFaults& faults) {
  if (file.task() == v1::TASK_UNSPECIFIED || file.task() == v1::TASK_TRAIN) return Success();
  const char* name = file.task() == v1::TASK_EVALUATE ? "evaluate" : "statistics";
  return faults.At("task", StrCat("is \"", name, "\""),
                   "this version runs jobs with task = \"train\" only",
                   "A train job evaluates every version by masked sums: rounds.evaluate = true");
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

}  // namespace

Result<> CheckSizes(const JobFaults& faults, const JobSpec& job) {
  const ModelLayout layout = LayoutOf(job.network);
  const uint64_t elements = layout.elements();
  const uint64_t file_bytes =
      elements * 4 + layout.tensors.size() * kBytesPerTensorHeader + kMetadataBytes;
  if (file_bytes > limits::kBulkBytes) {
    return faults.At("model", "is too large",
                     StrCat(elements, " weights make ", HumanBytes(static_cast<double>(file_bytes)),
                            ", the limit is ", HumanBytes(double{limits::kBulkBytes})),
                     "Use fewer or narrower hidden layers");
  }
  const uint64_t vector_bytes = (elements + 1) * (job.ring_bits / 8);
  if (vector_bytes > limits::kBulkBytes) {
    return faults.At("model", "is too large for the ring",
                     StrCat(elements, " weights of ", job.ring_bits, " bits make ",
                            HumanBytes(static_cast<double>(vector_bytes)), ", the limit is ",
                            HumanBytes(double{limits::kBulkBytes})),
                     "Use narrower hidden layers, or aggregation.ring_bits = 32");
  }
  for (const auto& segments : {TrainSegments(job, elements), EvaluateSegments(job)}) {
    if (segments.ok()) continue;
    const Error& error = segments.error();
    return faults.At("aggregation", StrCat("does not fit: ", error.what), error.why, error.next);
  }
  return Success();
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
  HANSA_TRY(internal::CheckTask(message, faults));
  HANSA_TRY(internal::CheckRequires(message, faults));
  HANSA_TRY(internal::CheckData(message, faults, job));
  HANSA_TRY(internal::CheckNetwork(message, faults, job));
  HANSA_TRY(internal::CheckLocal(message, faults, job));
  HANSA_TRY(internal::CheckAggregation(message, faults, job));
  HANSA_TRY(internal::CheckRounds(message, faults, job));
  HANSA_TRY(internal::CheckPriority(message, faults, job));
  HANSA_TRY(internal::CheckSelection(message, faults, job));
  HANSA_TRY(internal::CheckStop(message, faults, job));
  HANSA_TRY(internal::CheckChannel(message, faults, job));
  HANSA_TRY(internal::CheckSizes(faults, job));
  job.has_simulation = message.has_simulation();
  return job;
}

}  // namespace hansa

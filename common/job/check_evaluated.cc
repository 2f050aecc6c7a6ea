#include <algorithm>

#include "common/base/text.h"
#include "common/job/job_checks.h"

namespace hansa::internal {

Result<> CheckEvaluated(const v1::JobFile& file, const JobFaults& faults, JobSpec& job) {
  const v1::ModelSection& model = file.model();
  if (job.task != JobTask::kEvaluate) {
    for (const char* key : {"model.version", "model.sha256"}) {
      if (!faults.Has(key)) continue;
      return faults.At(key, "belongs to task = \"evaluate\"",
                       "a training job begins from a model of its own", "Remove it");
    }
    return Success();
  }
  job.evaluated_version = model.version();
  job.evaluated_sha256 = model.sha256();
  if (job.evaluated_version == 0 && job.evaluated_sha256.empty())
    return faults.Missing("model.version", "Say which published version to evaluate: version = 20");
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  const std::string& digest = job.evaluated_sha256;
  if (digest.empty() || (digest.size() == 64 && std::all_of(digest.begin(), digest.end(), is_hex)))
    return Success();
  return faults.At("model.sha256", "is not a digest", StrCat("it is '", digest.substr(0, 80), "'"),
                   "Write the 64 hex digits that hansa model list --json shows");
}

}  // namespace hansa::internal

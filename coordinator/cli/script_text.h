#pragma once
// How `hansa job check` shows the TorchScript file of a job.

#include <string>

#include "common/job/job_spec.h"

namespace hansa::cli {

// What the job says of its file of `bytes`, and what the owners of sites must write for it.
std::string ScriptText(const JobSpec& job, uint64_t bytes);

}  // namespace hansa::cli

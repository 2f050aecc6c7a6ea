#pragma once
// The TorchScript file of a job, as its machine holds it.

#include "common/job/job_spec.h"
#include "coordinator/core/model_version.h"
#include "coordinator/registry/script_store.h"

namespace hansa::coordinator {

// Null for a job without one. kBadInput when it is not here, kVerification when it is damaged. Reads
// it once.
Result<ScriptHandle> OpenScript(const JobSpec& spec, const ScriptStore& scripts);

}  // namespace hansa::coordinator

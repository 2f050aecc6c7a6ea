#pragma once
// hansa job: pause, resume.

#include <string>

#include "coordinator/cli/command.h"

namespace hansa::cli {

// `now`: a round that is not summed yet is given up.
Result<int> PauseJob(const Globals& globals, const std::string& job_id, bool now);
Result<int> ResumeJob(const Globals& globals, const std::string& job_id);

}  // namespace hansa::cli

#pragma once
// A job file as it comes in: read, checked, and whether it may start.

#include <memory>
#include <string>

#include "common/job/job_spec.h"
#include "coordinator/api/server_state.h"

namespace hansa::coordinator {

// kBadInput with the fault, also when no session can be made of its numbers: found before any site
// has trained for nothing.
Result<std::shared_ptr<const JobSpec>> ReadJob(const std::string& job_toml);
// kRefused when a job of the same name runs, or too many jobs run.
Result<> MayStart(const JobSpec& spec, const ServerState& state);

v1::SiteVerdict ToMessage(const Verdict& verdict);

}  // namespace hansa::coordinator

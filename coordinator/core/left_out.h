#pragma once
// Sites that are convicted of breaking the rules of a session are left out of all that follows in
// the job, over restarts, too; their evidence goes into the run's folder, and people are told.

#include "coordinator/core/job_context.h"
#include "coordinator/core/secagg/server_session.h"

namespace hansa::coordinator {

// "left out: it revealed a false share in session 7"
std::string WhyLeftOut(const v1::LeftOutSite& site);

// Once a site; the first of its faults counts.
void LeaveOut(Turn& turn, const SecAggConviction& conviction, uint64_t session_number);

// And the suspected, as an earlier process left them.
void RestoreLeftOut(const v1::JobRecord& kept, JobContext& job);

}  // namespace hansa::coordinator

#pragma once
// What a job will ask of each site, and how long a round is likely to take: shown before it starts.

#include "common/job/job_spec.h"
#include "coordinator/core/coordinator_machine.h"
#include "hansa/v1/operator.pb.h"

namespace hansa::coordinator {

// `check`: its verdicts are filled in; busy_with, closed_for_ms, training_ms and the link's rates of
// each, and the plan, are added.
void AddPlan(const JobSpec& spec, const std::vector<Verdict>& verdicts,
             const CoordinatorMachine& machine, Now now, v1::JobCheck& check);

}  // namespace hansa::coordinator

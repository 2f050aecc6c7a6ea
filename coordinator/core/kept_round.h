#pragma once
// Whether a job can go on from the record of its round that an earlier process left. A record that
// parses may still be damaged, or belong to another copy of the folder; it is looked at once,
// before anything is done with it. Pure.

#include "common/base/result.h"
#include "coordinator/core/job_context.h"
#include "hansa/v1/round.pb.h"

namespace hansa::coordinator {

// kBadInput with what is wrong. `job`: as restored, with its newest version, or none.
Result<> CheckKeptRound(const v1::RoundRecord& record, const JobContext& job);

}  // namespace hansa::coordinator

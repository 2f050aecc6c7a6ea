#pragma once
// What a site gets alone: the job's training on its own rows only, round by round as in the
// federation, so that the difference between the two is the other sites' help and nothing else.

#include <functional>

#include "client/app/held_data.h"
#include "client/report/report_contents.h"
#include "client/trainer/trainer_client.h"
#include "common/base/result.h"
#include "common/job/job_spec.h"

namespace hansa::client {

using AloneProgress = std::function<void(uint32_t round)>;

// Every round: `job.epochs` epochs with a fresh optimiser, the update clipped and applied as the
// coordinator would that of a single site. `seed` gives the initial weights (the same as the
// coordinator's for the same seed) and the order of rows.
Result<BaselineEntry> TrainAlone(const JobSpec& job, const HeldData& data, uint64_t seed,
                                 TrainerClient& trainer, const AloneProgress& progress);

}  // namespace hansa::client

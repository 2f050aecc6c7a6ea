#pragma once
// What a site gets alone: the job's network trained on its own rows only, with as many epochs as it
// would have trained in the federation, and evaluated on the same rows.

#include <functional>

#include "client/app/held_data.h"
#include "client/report/report_contents.h"
#include "client/trainer/trainer_client.h"
#include "common/base/result.h"
#include "common/job/job_spec.h"

namespace hansa::client {

using AloneProgress = std::function<void(uint32_t epoch, uint32_t epochs)>;

// One training without a break, as a site would do it by itself: the optimiser keeps its state and
// nothing is clipped. `seed` gives the initial weights (the coordinator's for the same seed) and
// the order of rows.
Result<BaselineEntry> TrainAlone(const JobSpec& job, const HeldData& data, uint64_t seed,
                                 TrainerClient& trainer, const AloneProgress& progress);

}  // namespace hansa::client

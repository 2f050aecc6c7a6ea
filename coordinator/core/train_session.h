#pragma once
// The session of a round's updates.

#include "coordinator/core/sum_session.h"

namespace hansa::coordinator {

// Over these sites, of the task under way. kBadInput when the job's segments cannot be made.
Result<SessionPlan> TrainSessionPlan(const JobContext& job, std::vector<SiteId> sites);

// Opened while its sites train: keys and shares are exchanged meanwhile. Null: a session would come
// too early, since more are asked than are wanted, or there is nothing to prepare in it.
std::shared_ptr<SumSession> PrepareSession(Turn& turn);

}  // namespace hansa::coordinator

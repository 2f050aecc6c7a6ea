#pragma once
// Which sites of a round share a session: all of them, or the fewest groups that hold them; while
// sites are suspected of a false input, as many groups as may be, so that one of them is spoiled
// and not the round (scheduling/suspects.h).

#include <vector>

#include "coordinator/core/sum_session.h"

namespace hansa::coordinator {

std::vector<std::vector<SiteId>> DrawGroups(const JobContext& job, const SessionPlan& plan);

}  // namespace hansa::coordinator

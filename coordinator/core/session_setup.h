#pragma once
// The parameters of a session, from the job and the plan.

#include "common/secagg/params.h"
#include "coordinator/core/sum_session.h"

namespace hansa::coordinator {

// Takes the next session number and persists it. The nonce is left to the session.
secagg::SessionSetup MakeSetup(Turn& turn, const SessionPlan& plan);

}  // namespace hansa::coordinator

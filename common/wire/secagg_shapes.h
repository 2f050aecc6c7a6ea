#pragma once
// The checks of the messages of a secure-aggregation session, both directions.

#include "common/wire/validate.h"
#include "hansa/v1/secagg.pb.h"

namespace hansa::wire {

Fault ValidateSecAgg(const v1::SecAggToCoordinator& message);
Fault ValidateSecAgg(const v1::SecAggToSite& message);

}  // namespace hansa::wire

#pragma once
// The checks of an operator's request.

#include "common/wire/validate.h"
#include "hansa/v1/operator.pb.h"

namespace hansa::wire {

Fault ValidateOperatorRequest(const v1::OperatorRequest& request);

}  // namespace hansa::wire

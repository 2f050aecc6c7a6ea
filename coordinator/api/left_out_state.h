#pragma once
// Sites that jobs leave out, as operators are told.

#include "coordinator/core/membership.h"
#include "hansa/v1/operator.pb.h"
#include "hansa/v1/records.pb.h"

namespace hansa::coordinator {

v1::LeftOutState ToMessage(const std::string& job_id, const v1::LeftOutSite& site,
                           const Membership& membership);

}  // namespace hansa::coordinator

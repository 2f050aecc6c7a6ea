#pragma once
// A session's sum as it is kept over a restart.

#include "common/base/result.h"
#include "coordinator/core/session_sum.h"
#include "hansa/v1/round.pb.h"

namespace hansa::coordinator {

v1::SumRecord RecordOf(const SessionSum& sum);
// kBadInput when the record does not hold a vector of these segments.
Result<SumHandle> SumOf(const v1::SumRecord& record, std::vector<secagg::Segment> segments);

}  // namespace hansa::coordinator

#pragma once
// A session's sum as it is kept over a restart.

#include "common/base/result.h"
#include "coordinator/core/session_sum.h"
#include "hansa/v1/round.pb.h"

namespace hansa::coordinator {

// A sum of more than `inline_bytes` is in the spool already: the record names it.
v1::SumRecord RecordOf(const SessionSum& sum, uint64_t inline_bytes);
// kBadInput when the record does not hold a vector of these segments, or names one that is not
// there.
Result<SumHandle> SumOf(const v1::SumRecord& record, std::vector<secagg::Segment> segments,
                        const StoredVectors& stored);

// The vector of a record: `bytes` themselves, or the one in the spool with this digest. `wanted` is
// its size.
Result<secagg::WrittenVector> VectorOf(const std::string& bytes, const std::string& sha256,
                                       uint64_t wanted, const StoredVectors& stored);

}  // namespace hansa::coordinator

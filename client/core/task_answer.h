#pragma once
// What a task yields, as the ring vector that a session sums: the same for masked and plain
// sessions. Made once, and sent in the same bytes however often.

#include <cstdint>
#include <vector>

#include "client/core/evaluation_sums.h"
#include "client/core/site_statistics.h"
#include "common/base/random_source.h"
#include "common/base/result.h"
#include "common/job/job_spec.h"
#include "common/secagg/mask.h"
#include "common/secagg/segment.h"

namespace hansa::client {

struct EncodedAnswer {
  std::vector<secagg::Segment> segments;  // by the site's own computation
  uint32_t ring_bits = 64;
  secagg::WrittenVector vector;  // not masked
};

// The sums of an evaluation. kBadInput when the job's segments cannot be made, or a value is not
// finite. Training updates: update_encoding.h.
Result<EncodedAnswer> EncodeSums(const JobSpec& job, const EvaluationSums& sums,
                                 RandomSource& random);

// The fixed-point values are rounded to the nearest, so that the same rows always give the same
// vector. kBadInput as above.
Result<EncodedAnswer> EncodeStatistics(const JobSpec& job, SiteStatistics statistics,
                                       RandomSource& random);

}  // namespace hansa::client

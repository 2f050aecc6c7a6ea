#pragma once
// The vectors that a job's tasks sum, computed alike by coordinator and site, so that a site can
// refuse parameters that differ from its own computation.

#include <cstdint>
#include <vector>

#include "common/base/result.h"
#include "common/job/job_spec.h"
#include "common/secagg/segment.h"

namespace hansa {

// Bits of the ring that an evaluation is summed in; training uses job.ring_bits.
inline constexpr uint32_t kEvaluationRingBits = 64;

// "update" (`elements` values in +-clip_norm, weighted, in fixed point) and "weight" (the value 1,
// weighted). The scale is the largest up to 2^24 for which no sum of job.clients_target sites
// with job.max_weight can reach half of the ring; kBadInput with the numbers when fewer than 8
// fraction bits are left.
Result<std::vector<secagg::Segment>> TrainSegments(const JobSpec& job, uint64_t elements);

// "rows", "squared_error", "absolute_error", "correct", "loss": one value each, unweighted, in
// the 64-bit ring. Errors and losses are in the model's own (scaled) units. Where job.metrics asks:
// then "confusion" and "scores" (common/model/class_sums.h) or "errors" (error_histogram.h), counts
// of rows.
Result<std::vector<secagg::Segment>> EvaluateSegments(const JobSpec& job);

}  // namespace hansa

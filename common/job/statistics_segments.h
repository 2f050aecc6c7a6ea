#pragma once
// The vector that a statistics task sums, computed alike by coordinator and site.

#include <cstdint>
#include <vector>

#include "common/base/result.h"
#include "common/job/job_spec.h"
#include "common/secagg/segment.h"

namespace hansa {

// Bits of the ring that statistics are summed in.
inline constexpr uint32_t kStatisticsRingBits = 64;

// In this order; C columns, whole numbers unless said otherwise:
//   "counts"    rows, rows left out; then for each column: values, missing, outside, below, above
//   "sums"      C: of (value - middle) / half, in fixed point, in +-rows_cap
//   "squares"   C: of their squares, in fixed point
//   "histogram" C x bins, column after column; not there with 0 bins
inline constexpr size_t kRowCounts = 2;     // before the columns'
inline constexpr size_t kColumnCounts = 5;  // of each column
inline constexpr size_t kCountsSegment = 0, kSumsSegment = 1, kSquaresSegment = 2,
                        kHistogramSegment = 3;

// Unweighted, with the largest scale up to 2^40 for which no sum of job.clients_target sites can
// reach half of the ring. kBadInput with the numbers when fewer than 8 fraction bits are left.
Result<std::vector<secagg::Segment>> StatisticsSegments(const JobSpec& job);

}  // namespace hansa

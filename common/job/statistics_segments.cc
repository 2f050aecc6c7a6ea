#include "common/job/statistics_segments.h"

#include "common/base/check.h"
#include "common/job/scaled_segment.h"

namespace hansa {
namespace {

constexpr double kMostCounted = 4294967296.0;  // 2^32
constexpr uint32_t kSumScaleBits = 40;

}  // namespace

Result<std::vector<secagg::Segment>> StatisticsSegments(const JobSpec& job) {
  const StatisticsSpec& spec = job.statistics;
  HANSA_CHECK(!spec.columns.empty());
  const Cohort cohort{job.clients_target, kStatisticsRingBits, 1};
  const uint64_t columns = spec.columns.size();
  const auto cap = static_cast<double>(spec.rows_cap);
  const secagg::Segment counts = {"counts", kRowCounts + kColumnCounts * columns, 0, kMostCounted};
  const secagg::Segment sums = {"sums", columns, -cap, cap};
  const secagg::Segment squares = {"squares", columns, 0, cap};
  std::vector<secagg::Segment> segments = {
      HANSA_TRY(Scaled(counts, cohort, 0, 0)),
      HANSA_TRY(Scaled(sums, cohort, kSumScaleBits, kFewestScaleBits)),
      HANSA_TRY(Scaled(squares, cohort, kSumScaleBits, kFewestScaleBits))};
  if (spec.bins == 0) return segments;
  const secagg::Segment histogram = {"histogram", columns * spec.bins, 0, kMostCounted};
  segments.push_back(HANSA_TRY(Scaled(histogram, cohort, 0, 0)));
  return segments;
}

}  // namespace hansa

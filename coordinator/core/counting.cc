#include "coordinator/core/counting.h"

#include "common/base/text.h"
#include "common/job/statistics_segments.h"
#include "common/secagg/fixed_point.h"
#include "coordinator/aggregation/column_statistics.h"
#include "coordinator/core/task_step.h"

namespace hansa::coordinator {
namespace {

StatisticsSums SumsOf(const SessionSum& sum) {
  const secagg::RingVector vector = InMemory(sum);
  const auto segment = [&](size_t i) {
    return i < sum.segments.size() ? secagg::DecodeSegment(vector, sum.segments, i)
                                   : std::vector<double>();
  };
  return {.counts = segment(kCountsSegment),
          .sums = segment(kSumsSegment),
          .squares = segment(kSquaresSegment),
          .histogram = segment(kHistogramSegment),
          .sites = static_cast<uint32_t>(sum.included.size()),
          .scale_bits = sum.segments[kSumsSegment].scale_bits};
}

}  // namespace

Measuring::Question Counting::Ask(const JobContext& job) const {
  return {.kind = v1::TASK_KIND_STATISTICS,
          .purpose = v1::SESSION_PURPOSE_STATISTICS,
          .purpose_name = "statistics",
          .model = nullptr,
          .window = job.spec->training,
          .ring_bits = kStatisticsRingBits};
}

Result<std::vector<secagg::Segment>> Counting::Segments(const JobSpec& spec) const {
  return StatisticsSegments(spec);
}

Outcome Counting::Take(Turn& turn, const SumHandle& sum) {
  auto statistics = StatisticsFromSums(turn.job.spec->statistics, SumsOf(*sum));
  if (!statistics.ok()) return Lose(turn, statistics.error().Text(), true);
  EndTask(turn, "succeeded");
  return ColumnsCounted{*std::move(statistics)};
}

Outcome Counting::Lose(Turn& turn, const std::string& reason, bool spent) {
  EndTask(turn, "failed");
  if (const std::string why = WhyNeverAnswered(turn.job); !why.empty())
    return RoundLost{StrCat("statistics: ", why), true};
  return RoundLost{StrCat("statistics: ", reason), spent};
}

}  // namespace hansa::coordinator

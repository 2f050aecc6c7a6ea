#include <gtest/gtest.h>

#include "common/base/limits.h"
#include "common/job/statistics_segments.h"
#include "common/secagg/params.h"

namespace hansa {
namespace {

JobSpec Job(size_t columns, uint32_t bins, uint32_t target) {
  JobSpec job;
  job.clients_min = 3;
  job.clients_target = target;
  for (size_t i = 0; i < columns; ++i) {
    CountedColumn column{{}, 0, 10};
    column.spec.column = "c" + std::to_string(i);
    job.statistics.columns.push_back(column);
  }
  job.statistics.bins = bins;
  job.statistics.rows_cap = limits::kCsvRows;
  return job;
}

TEST(StatisticsSegments, AreCountsSumsSquaresAndHistogram) {
  const auto segments = StatisticsSegments(Job(3, 8, 4)).value();
  ASSERT_EQ(segments.size(), 4u);
  EXPECT_EQ(segments[kCountsSegment].name, "counts");
  EXPECT_EQ(segments[kCountsSegment].length, 2u + 5 * 3);
  EXPECT_EQ(segments[kSumsSegment].length, 3u);
  EXPECT_EQ(segments[kSumsSegment].low, -50'000'000);
  EXPECT_EQ(segments[kSquaresSegment].low, 0);
  EXPECT_EQ(segments[kHistogramSegment].length, 24u);
  for (const auto& segment : segments) EXPECT_FALSE(segment.weighted);
}

TEST(StatisticsSegments, WithoutBinsThereIsNoHistogram) {
  EXPECT_EQ(StatisticsSegments(Job(1, 0, 4)).value().size(), 3u);
}

// The finest scale that fits: one bit more would not pass the session's own proof.
TEST(StatisticsSegments, UseTheWholeRing) {
  for (const uint32_t sites : {3u, 4u, 100u, 128u}) {
    const auto segments = StatisticsSegments(Job(2, 4, sites)).value();
    secagg::SessionSetup setup;
    setup.session_number = 1;
    setup.segments = segments;
    setup.smallest_cohort = 3;
    setup.largest_cohort = sites;
    EXPECT_TRUE(secagg::CheckSetup(setup).ok());
    ASSERT_LT(segments[kSumsSegment].scale_bits, 40u);
    setup.segments[kSumsSegment].scale_bits += 1;
    EXPECT_FALSE(secagg::CheckSetup(setup).ok()) << sites;
  }
}

}  // namespace
}  // namespace hansa

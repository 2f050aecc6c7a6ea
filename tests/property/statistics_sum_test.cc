// From the cells of the sites' files to the figures of all of them together: what is told is what a
// direct computation over the pooled values gives, within the errors that are told with it.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "client/app/statistics_of.h"
#include "client/core/task_answer.h"
#include "common/base/limits.h"
#include "common/crypto/random.h"
#include "common/job/statistics_segments.h"
#include "common/secagg/fixed_point.h"
#include "coordinator/aggregation/column_statistics.h"
#include "tests/support/temporary_folder.h"

namespace hansa {
namespace {

JobSpec AnyJob() {
  JobSpec job;
  job.task = JobTask::kStatistics;
  job.clients_min = 3;
  job.clients_target = *rc::gen::inRange<uint32_t>(3, 9);
  // Far from 0 and narrow, or wide: a sum of squares of the values themselves would cancel.
  const double middle = *rc::gen::elementOf(std::vector<double>{0, -3, 1e4, -1e6, 123456.75});
  const double half = *rc::gen::elementOf(std::vector<double>{0.5, 1, 7, 1000});
  CountedColumn column{{}, middle - half, middle + half};
  column.spec.column = "v";
  job.statistics.columns = {column};
  job.statistics.bins = *rc::gen::inRange<uint32_t>(2, 20);
  job.statistics.quantiles = {0.1, 0.5, 0.9};
  job.statistics.rows_cap = limits::kCsvRows;
  return job;
}

std::vector<double> AnyValues(const CountedColumn& column) {
  const auto parts = *rc::gen::container<std::vector<int>>(*rc::gen::inRange<size_t>(1, 60),
                                                           rc::gen::inRange(-1'200'000, 1'200'000));
  std::vector<double> values;
  for (const int part : parts) values.push_back(column.middle() + column.half() * part / 1e6);
  return values;
}

std::string Csv(const std::vector<double>& values) {
  std::string text = "v\n";
  for (const double value : values) {
    char cell[40];
    std::snprintf(cell, sizeof cell, "%.17g\n", value);
    text += cell;
  }
  return text;
}

double Quantile(const std::vector<double>& sorted, double probability) {
  const auto at = static_cast<size_t>(std::ceil(probability * static_cast<double>(sorted.size())));
  return sorted[std::min(std::max<size_t>(at, 1), sorted.size()) - 1];
}

RC_GTEST_PROP(StatisticsProperty, AreThoseOfThePooledValuesWithinTheErrorsTold, ()) {
  const JobSpec job = AnyJob();
  const CountedColumn& column = job.statistics.columns[0];
  const auto segments = StatisticsSegments(job).value();
  test::TemporaryFolder folder;
  crypto::SeededRandom random(1, "rounding");
  secagg::RingVector sum(kStatisticsRingBits, secagg::ElementsOf(segments));
  std::vector<double> pooled;
  uint64_t below = 0, above = 0;
  for (uint32_t site = 0; site < job.clients_target; ++site) {
    const std::vector<double> values = AnyValues(column);
    client::SiteConfig config;
    config.data.push_back({folder.Write("v.csv", Csv(values)), {}});
    const auto counts = client::CountColumns(job, config);
    RC_ASSERT(counts.ok());
    const auto answer = client::EncodeStatistics(job, client::StatisticsOf(*counts), random);
    const Bytes vector = ReadWhole(*answer.value().vector.bytes, 1 << 20).value();
    sum.Add(secagg::RingVector::FromBytes(kStatisticsRingBits, vector));
    for (const double value : values) {
      below += value < column.low;
      above += value > column.high;
      pooled.push_back(std::clamp(value, column.low, column.high));
    }
  }
  const auto decoded = [&](size_t i) { return secagg::DecodeSegment(sum, segments, i); };
  const v1::Statistics told = coordinator::StatisticsFromSums(
                                  job.statistics, {.counts = decoded(kCountsSegment),
                                                   .sums = decoded(kSumsSegment),
                                                   .squares = decoded(kSquaresSegment),
                                                   .histogram = decoded(kHistogramSegment),
                                                   .sites = job.clients_target,
                                                   .scale_bits = segments[kSumsSegment].scale_bits})
                                  .value();
  const v1::ColumnStatistics& figures = told.columns(0);
  const auto n = static_cast<long double>(pooled.size());
  long double mean = 0, variance = 0;
  for (const double value : pooled) mean += value / n;
  for (const double value : pooled) variance += (value - mean) * (value - mean) / n;
  RC_ASSERT(figures.count() == pooled.size());
  RC_ASSERT(figures.below() == below && figures.above() == above);
  // Beside the fixed point: a double holds a number of this size only so well.
  const double double_error = 1e-12 * (std::fabs(column.middle()) + column.half());
  RC_ASSERT(std::fabs(figures.mean() - double(mean)) <= figures.mean_error() + double_error);
  RC_ASSERT(std::fabs(figures.variance() - double(variance)) <=
            figures.variance_error() + 4 * column.half() * double_error);
  RC_ASSERT(figures.mean_error() <= 1e-6 * column.half());

  std::sort(pooled.begin(), pooled.end());
  const double width = column.bin_width(job.statistics.bins) * (1 + 1e-9);
  RC_ASSERT(figures.smallest_bound() <= pooled.front() + double_error);
  RC_ASSERT(figures.smallest_bound() + width >= pooled.front() - double_error);
  RC_ASSERT(figures.largest_bound() >= pooled.back() - double_error);
  for (const v1::Quantile& quantile : figures.quantiles())
    RC_ASSERT(std::fabs(quantile.value() - Quantile(pooled, quantile.probability())) <=
              width + double_error);
}

}  // namespace
}  // namespace hansa

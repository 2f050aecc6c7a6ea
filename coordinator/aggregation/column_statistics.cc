#include "coordinator/aggregation/column_statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "common/base/check.h"
#include "common/base/text.h"
#include "common/job/statistics_segments.h"

namespace hansa::coordinator {
namespace {

uint64_t Whole(double count) { return static_cast<uint64_t>(std::llround(count)); }

// Counts of a column, from counts[kRowCounts + kColumnCounts x column] on.
void ReadCounts(const double* counts, v1::ColumnStatistics& out) {
  out.set_count(Whole(counts[0]));
  out.set_missing(Whole(counts[1]));
  out.set_outside(Whole(counts[2]));
  out.set_below(Whole(counts[3]));
  out.set_above(Whole(counts[4]));
}

// m and q: sums of u and u^2 over N values of u = (value - middle) / half, each off by at most
// n x 2^-(scale_bits + 1), for every site rounds to the nearest.
void ReadMoments(const CountedColumn& column, double m, double q, double sum_error,
                 v1::ColumnStatistics& out) {
  const auto n = static_cast<double>(out.count());
  const double half = column.half();
  const double mean = std::clamp(m / n, -1.0, 1.0);
  out.set_mean(column.middle() + half * mean);
  out.set_mean_error(half * sum_error / n);
  out.set_variance(half * half * std::max(0.0, q / n - mean * mean));
  out.set_variance_error(3 * half * half * sum_error / n);
}

std::vector<uint64_t> BinsOf(const StatisticsSums& sums, size_t column, uint32_t bins) {
  const auto first = sums.histogram.begin() + static_cast<std::ptrdiff_t>(column * bins);
  std::vector<uint64_t> out(bins);
  std::transform(first, first + bins, out.begin(), Whole);
  return out;
}

Result<> ReadHistogram(const StatisticsSpec& spec, const CountedColumn& column,
                       const std::vector<uint64_t>& bins, v1::ColumnStatistics& out) {
  out.mutable_histogram()->Add(bins.begin(), bins.end());
  if (std::accumulate(bins.begin(), bins.end(), uint64_t{0}) != out.count())
    return WorkFailed(StrCat("the sums of column ", column.spec.column, " contradict each other"),
                      StrCat("its bins do not hold the ", out.count(), " values counted"),
                      "A site in the sum does not follow the protocol");
  if (out.count() == 0) return Success();
  const auto holds = [](uint64_t bin) { return bin > 0; };
  const auto first = std::find_if(bins.begin(), bins.end(), holds) - bins.begin();
  const auto last = std::find_if(bins.rbegin(), bins.rend(), holds).base() - bins.begin();
  const double width = column.bin_width(spec.bins);
  const auto edge = [&](std::ptrdiff_t at) {
    return at == static_cast<std::ptrdiff_t>(spec.bins)
               ? column.high
               : column.low + width * static_cast<double>(at);
  };
  out.set_smallest_bound(edge(first));
  out.set_largest_bound(edge(last));
  for (const double probability : spec.quantiles) {
    v1::Quantile& quantile = *out.add_quantiles();
    quantile.set_probability(probability);
    quantile.set_value(QuantileOf(bins, column.low, column.high, probability));
    quantile.set_error(width);
  }
  return Success();
}

}  // namespace

double QuantileOf(const std::vector<uint64_t>& histogram, double low, double high,
                  double probability) {
  const auto total =
      static_cast<double>(std::accumulate(histogram.begin(), histogram.end(), uint64_t{0}));
  HANSA_CHECK(total > 0);
  const double width = (high - low) / static_cast<double>(histogram.size());
  const double wanted = probability * total;
  double below = 0;
  size_t last = 0;  // bin with a value
  for (size_t i = 0; i < histogram.size(); ++i) {
    if (histogram[i] == 0) continue;
    const auto here = static_cast<double>(histogram[i]);
    last = i;
    if (below + here >= wanted)
      return low + width * (static_cast<double>(i) + (wanted - below) / here);
    below += here;
  }
  return low + width * static_cast<double>(last + 1);
}

Result<v1::Statistics> StatisticsFromSums(const StatisticsSpec& spec, const StatisticsSums& sums) {
  const size_t columns = spec.columns.size();
  HANSA_CHECK(sums.counts.size() == kRowCounts + kColumnCounts * columns);
  HANSA_CHECK(sums.sums.size() == columns && sums.squares.size() == columns);
  HANSA_CHECK(sums.histogram.size() == columns * spec.bins);
  v1::Statistics out;
  out.set_sites(sums.sites);
  out.set_rows(Whole(sums.counts[0]));
  out.set_left_out(Whole(sums.counts[1]));
  const double sum_error = std::ldexp(sums.sites, -static_cast<int>(sums.scale_bits));
  for (size_t i = 0; i < columns; ++i) {
    const CountedColumn& column = spec.columns[i];
    v1::ColumnStatistics& figures = *out.add_columns();
    figures.set_column(column.spec.column);
    figures.set_unit(column.spec.unit);
    figures.set_low(column.low);
    figures.set_high(column.high);
    ReadCounts(&sums.counts[kRowCounts + kColumnCounts * i], figures);
    if (figures.count() > 0) ReadMoments(column, sums.sums[i], sums.squares[i], sum_error, figures);
    if (spec.bins > 0) HANSA_TRY(ReadHistogram(spec, column, BinsOf(sums, i, spec.bins), figures));
  }
  return out;
}

}  // namespace hansa::coordinator

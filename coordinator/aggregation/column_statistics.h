#pragma once
// What the sums of a statistics task say of the columns over all sites' rows together. Pure.

#include <cstdint>
#include <vector>

#include "common/base/result.h"
#include "common/job/statistics_spec.h"
#include "hansa/v1/statistics.pb.h"

namespace hansa::coordinator {

// The segments of common/job/statistics_segments.h, decoded.
struct StatisticsSums {
  std::vector<double> counts, sums, squares, histogram;
  uint32_t sites = 0;       // in the sum
  uint32_t scale_bits = 0;  // of `sums` and `squares`
};

// With h half of the range's width, N values and n sites, each of which rounds its sums to a
// multiple of 2^-scale_bits:
//   mean      off by at most h x n x 2^-scale_bits / N
//   variance  off by at most h^2 x 3 x n x 2^-scale_bits / N (never below 0)
//   quantile  off by at most the width of a bin: values are taken as even within theirs
//   smallest and largest: edges of the first and last bin that holds a value, never a value itself
// A column without a value has zeros. kWorkFailed when the sums contradict each other, which a site
// that follows the protocol cannot bring about.
Result<v1::Statistics> StatisticsFromSums(const StatisticsSpec& spec, const StatisticsSums& sums);

// Value below which a part `probability` of a histogram's values lies: between the edges of its
// bin, in proportion. `histogram` holds at least one value.
double QuantileOf(const std::vector<uint64_t>& histogram, double low, double high,
                  double probability);

}  // namespace hansa::coordinator

#include "client/app/statistics_of.h"

#include "common/job/statistics_segments.h"

namespace hansa::client {

SiteStatistics StatisticsOf(const ColumnCounts& counts) {
  SiteStatistics out;
  const auto count = [&out](uint64_t value) { out.counts.push_back(static_cast<double>(value)); };
  count(counts.rows);
  count(counts.left_out);
  for (const ColumnCount& column : counts.columns) {
    for (const uint64_t value :
         {column.values, column.missing, column.outside, column.below, column.above})
      count(value);
    out.sums.push_back(column.sum);
    out.squares.push_back(column.square);
    out.histogram.insert(out.histogram.end(), column.histogram.begin(), column.histogram.end());
    out.within.push_back(column.within());
  }
  return out;
}

}  // namespace hansa::client

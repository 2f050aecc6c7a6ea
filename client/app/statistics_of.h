#pragma once
// Counts of columns as the vectors that a statistics task sums.

#include "client/core/site_statistics.h"
#include "client/data/column_counts.h"

namespace hansa::client {

SiteStatistics StatisticsOf(const ColumnCounts& counts);

}  // namespace hansa::client

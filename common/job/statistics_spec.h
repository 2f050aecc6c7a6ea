#pragma once
// What a job's statistics are about: which columns, within which ranges, how finely.

#include <cstdint>
#include <vector>

#include "common/model/column_spec.h"

namespace hansa {

// A value v is counted as clamp(v, low, high); the sums are over (v - middle()) / half(), which is
// in [-1, 1], so that a variance does not cancel however far from 0 the range lies.
struct CountedColumn {
  ColumnSpec spec;
  double low = 0;  // finite, below `high`, and high - low is finite and normal
  double high = 1;

  double middle() const { return low + (high - low) / 2; }
  double half() const { return (high - low) / 2; }
  double bin_width(uint32_t bins) const { return (high - low) / bins; }
};

struct StatisticsSpec {
  std::vector<CountedColumn> columns;  // empty: the job asks for none
  uint32_t bins = 0;                   // of each column; 0: no histogram
  std::vector<double> quantiles;       // ascending, inside (0, 1)
  uint64_t rows_cap = 0;               // of a site
  // Of the rows that a training job trains on: one that lacks a value is no row at all. Otherwise
  // each column counts the values that it has.
  bool training_rows = false;
};

}  // namespace hansa

#pragma once
// What a model expects over one column, and how far the measured values usually are from it.

#include <cstddef>
#include <vector>

namespace hansa::client {

struct MeasuredRow {
  double x = 0;
  double expected = 0, actual = 0;  // in the target's unit; finite
};

// One stretch of x. `expected` is the median over its rows; the rest are gaps (actual - expected)
// added to it.
struct SpreadBin {
  double x = 0;  // its middle
  double expected = 0;
  double low = 0, high = 0;    // nine of ten rows are between
  double least = 0, most = 0;  // rows beyond are outliers: quartiles -+ 3 interquartile ranges
  size_t rows = 0;
};

struct Spread {
  std::vector<SpreadBin> bins;   // ascending x
  std::vector<size_t> outliers;  // indices of rows, the furthest off first
  size_t rows = 0;
};

// Outer fences as in J. W. Tukey, "Exploratory Data Analysis" (1977), section 2D. They are at least
// a hundredth of the range of `actual` wide, so that a stretch where nothing varies (a turbine that
// stands still) does not make outliers of rounding.
Spread SpreadOf(const std::vector<MeasuredRow>& rows);

// The value below which `share` of `sorted` is, between neighbours in proportion. Not empty.
double Quantile(const std::vector<double>& sorted, double share);

}  // namespace hansa::client

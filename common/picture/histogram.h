#pragma once
// How many values each bin holds: bars side by side, as wide as their bins, over the range that the
// bins divide. Where there are more bins than bars fit, a bar is the sum of several, and the axis
// says so.

#include <cstdint>
#include <vector>

#include "common/picture/chart.h"

namespace hansa::picture {

struct Histogram {
  ChartText text;
  double low = 0, high = 1;      // finite, low < high
  std::vector<uint64_t> counts;  // of equal bins from low to high; at least one
};

void DrawHistogram(Markup& out, const Histogram& histogram);

}  // namespace hansa::picture

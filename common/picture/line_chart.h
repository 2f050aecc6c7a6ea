#pragma once
// A value over rounds as a line. A thousand points or more are thinned to what the pixels can
// show: the first, last, lowest and highest of each column stay.

#include <optional>
#include <utility>
#include <vector>

#include "common/picture/chart.h"

namespace hansa::picture {

struct LineChart {
  ChartText text;
  std::string unit;                               // of the values, for the hints on points
  std::vector<std::pair<double, double>> points;  // (round, value), ascending, finite; at least one
  std::optional<size_t> best;                     // a point to mark
};

void DrawLineChart(Markup& out, const LineChart& chart);

}  // namespace hansa::picture

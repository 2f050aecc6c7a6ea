#pragma once
// Stacked bars, one for each round, in the order of the series from the axis outwards. Where there
// are more rounds than bars fit, a bar is the mean of several, and the axis says so.

#include <string>
#include <vector>

#include "common/picture/chart.h"

namespace hansa::picture {

struct BarSeries {
  std::string name;
  const char* colour;          // of palette.h
  std::vector<double> values;  // one for each x, finite and not negative
  bool below = false;          // drawn downwards from zero
};

struct BarChart {
  ChartText text;
  std::vector<double> x;  // ascending; at least one
  std::vector<BarSeries> series;
  NumberText number;  // a value with its unit
};

void DrawBarChart(Markup& out, const BarChart& chart);

}  // namespace hansa::picture

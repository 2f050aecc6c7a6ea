#pragma once
// What a model expects beside what was measured, as one picture.

#include <optional>
#include <string>
#include <vector>

#include "client/picture/spread.h"
#include "common/picture/chart.h"
#include "common/picture/markup.h"

namespace hansa::client {

struct Plot {
  std::string model;    // "wind-power version 20"
  std::string source;   // the file that was read
  std::string x_label;  // column, with its unit where one is known
  std::string y_label;  // target and unit
  std::string unit;
};

// The power curve: measured rows over a column, the model's curve with its band, and the outliers.
void DrawCurvePlot(picture::Markup& out, const Plot& plot, const std::vector<MeasuredRow>& rows,
                   const Spread& spread);

// Classes: how many rows of each measured class (a line) were expected to be of which (a column).
// `actual` and `expected` have class numbers below `classes`, and the same length.
void DrawClassPlot(picture::Markup& out, const Plot& plot, const std::vector<size_t>& actual,
                   const std::vector<size_t>& expected, size_t classes);

struct ScorePoint {
  double x = 0;
  double score = 0;
  bool anomaly = false;
};
// An autoencoder's scores over a column, on a logarithmic axis, with the threshold where there is
// one and the rows above it. At least one point, and a score above 0.
void DrawScorePlot(picture::Markup& out, const Plot& plot, const std::vector<ScorePoint>& points,
                   std::optional<double> threshold);

// Where curves and scores are drawn.
picture::Canvas PlotCanvas();
// One entry of the line under a picture; returns where the next begins.
double PlotKey(picture::Markup& out, double x, double y, const char* shape,
               const std::string& style, const std::string& text);

// Opens the svg element with its style and title; the caller closes it.
void OpenPlot(picture::Markup& out, double width, double height, const std::string& title,
              const std::string& more);

// The style of what this folder draws, beside picture::kChartStyle.
extern const char* const kPlotStyle;

}  // namespace hansa::client

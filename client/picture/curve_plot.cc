// The power curve. The band and the fences are about gaps, each row to its own expectation; they
// are drawn around the curve.

#include <algorithm>
#include <cmath>

#include "client/picture/plot.h"
#include "client/picture/point_cloud.h"
#include "common/base/text.h"
#include "common/picture/chart.h"
#include "common/picture/numbers.h"
#include "common/picture/palette.h"

namespace hansa::client {
namespace {

using picture::Axis;
using picture::Canvas;
using picture::Markup;
using picture::Pixels;

constexpr size_t kOutliers = 3000;  // drawn: those that are furthest off

struct Axes {
  Axis x, y;
};

Axes AxesOf(const std::vector<MeasuredRow>& rows, const Spread& spread, const Canvas& canvas) {
  double left = rows[0].x, right = rows[0].x, low = rows[0].actual, high = rows[0].actual;
  for (const MeasuredRow& row : rows) {
    left = std::min(left, row.x);
    right = std::max(right, row.x);
    low = std::min(low, row.actual);
    high = std::max(high, row.actual);
  }
  for (const SpreadBin& bin : spread.bins) {
    low = std::min(low, bin.low);
    high = std::max({high, bin.high, bin.expected});
  }
  const double aside = (right - left) * 0.02, above = (high - low) * 0.04;
  return {picture::TightAxis(left - aside, right + aside, canvas.x_from(), canvas.x_to(), 8),
          picture::TightAxis(low - above, high + above, canvas.y_from(), canvas.y_to(), 6)};
}

template <typename Value>
std::string PathOf(const Spread& spread, const Axes& axes, const Value& value) {
  std::string path;
  for (const SpreadBin& bin : spread.bins)
    path += StrCat(path.empty() ? "M" : "L", Pixels(axes.x.At(bin.x)), " ",
                   Pixels(std::clamp(axes.y.At(value(bin)), axes.y.to, axes.y.from)));
  return path;
}

std::string BandOf(const Spread& spread, const Axes& axes) {
  std::string path = PathOf(spread, axes, [](const SpreadBin& bin) { return bin.high; });
  for (auto bin = spread.bins.rbegin(); bin != spread.bins.rend(); ++bin)
    path += StrCat("L", Pixels(axes.x.At(bin->x)), " ", Pixels(axes.y.At(bin->low)));
  return path + "z";
}

void DrawOutliers(Markup& out, const std::vector<MeasuredRow>& rows, const Spread& spread,
                  const Axes& axes, const std::string& unit) {
  const size_t shown = std::min(kOutliers, spread.outliers.size());
  for (size_t i = shown; i-- > 0;) {  // the furthest off on top
    const MeasuredRow& row = rows[spread.outliers[i]];
    out.Open("circle", {{"class", "out"},
                        {"cx", Pixels(axes.x.At(row.x))},
                        {"cy", Pixels(axes.y.At(row.actual))},
                        {"r", shown > 500 ? "1.8" : "2.6"}});
    if (i < 200)
      out.Leaf("title", {},
               StrCat("measured ", picture::ShortNumber(row.actual), " ", unit, ", expected ",
                      picture::ShortNumber(row.expected), " ", unit));
    out.Close();
  }
}

std::string Share(size_t part, size_t whole) {
  const double percent = static_cast<double>(part) * 100 / static_cast<double>(whole);
  return picture::ShortNumber(std::round(percent * 100) / 100);
}

}  // namespace

void DrawCurvePlot(Markup& out, const Plot& plot, const std::vector<MeasuredRow>& rows,
                   const Spread& spread) {
  const Canvas canvas = PlotCanvas();
  const Axes axes = AxesOf(rows, spread, canvas);
  OpenPlot(out, canvas.width, canvas.height, plot.model,
           StrCat(plot.source, ": ", rows.size(), " rows, ", spread.outliers.size(),
                  " beyond the fences (", Share(spread.outliers.size(), rows.size()), " %)"));
  DrawAxes(out, canvas, {}, axes.x, axes.y, picture::ShortNumber);
  out.Leaf("text", {{"class", "tick"}, {"x", "4"}, {"y", Pixels(canvas.top - 14)}}, plot.y_label);

  out.Leaf("text",
           {{"class", "tick"},
            {"text-anchor", "end"},
            {"x", Pixels(canvas.x_to())},
            {"y", Pixels(canvas.y_from() + 32)}},
           plot.x_label);

  Points usual;
  std::vector<bool> is_outlier(rows.size());
  for (size_t index : spread.outliers) is_outlier[index] = true;
  for (size_t i = 0; i < rows.size(); ++i)
    if (!is_outlier[i]) usual.emplace_back(rows[i].x, rows[i].actual);
  DrawPointCloud(out, usual, axes.x, axes.y);
  out.Empty("path", {{"class", "band"}, {"d", BandOf(spread, axes)}});
  for (bool upper : {false, true})
    out.Empty("path", {{"class", "fence"}, {"d", PathOf(spread, axes, [&](const SpreadBin& bin) {
                                              return upper ? bin.most : bin.least;
                                            })}});
  DrawOutliers(out, rows, spread, axes, plot.unit);
  out.Empty("path",
            {{"class", "curve"},
             {"d", PathOf(spread, axes, [](const SpreadBin& bin) { return bin.expected; })}});
  double at = 16;
  const double foot = canvas.height - 12;
  at = PlotKey(out, at, foot, "rect", usual.size() > 1500 ? "d3" : "c-grey", "measured");
  at = PlotKey(out, at, foot, "path", "curve", "expected");
  at = PlotKey(out, at, foot, "rect", "band", "nine of ten gaps");
  at = PlotKey(out, at, foot, "path", "fence", "fences of the usual");
  PlotKey(out, at, foot, "rect", "out", "outliers");
  out.Close();
}

}  // namespace hansa::client

// Scores of an autoencoder. They span decades, so the axis is logarithmic.

#include <algorithm>
#include <cmath>

#include "client/picture/plot.h"
#include "client/picture/point_cloud.h"
#include "common/base/text.h"
#include "common/picture/numbers.h"

namespace hansa::client {
namespace {

using picture::Axis;
using picture::Canvas;
using picture::Markup;
using picture::Pixels;

constexpr size_t kAnomalies = 3000;  // drawn: those with the highest scores
constexpr double kLeastScore = 1e-9;

double Place(double score) { return std::max(score, kLeastScore); }

struct Axes {
  Axis x, y;
};

Axes AxesOf(const std::vector<ScorePoint>& points, std::optional<double> threshold,
            const Canvas& canvas) {
  double left = points[0].x, right = left, low = Place(points[0].score), high = low;
  for (const ScorePoint& point : points) {
    left = std::min(left, point.x);
    right = std::max(right, point.x);
    low = std::min(low, Place(point.score));
    high = std::max(high, Place(point.score));
  }
  if (threshold) {
    low = std::min(low, Place(*threshold));
    high = std::max(high, Place(*threshold));
  }
  const double aside = (right - left) * 0.02, above = std::max(1.12, std::pow(high / low, 0.04));
  return {picture::TightAxis(left - aside, right + aside, canvas.x_from(), canvas.x_to(), 8),
          picture::TightLogAxis(low / above, high * above, canvas.y_from(), canvas.y_to(), 7)};
}

void DrawAnomalies(Markup& out, std::vector<ScorePoint> anomalies, const Axes& axes) {
  std::sort(anomalies.begin(), anomalies.end(),
            [](const ScorePoint& a, const ScorePoint& b) { return a.score > b.score; });
  anomalies.resize(std::min(kAnomalies, anomalies.size()));
  for (const ScorePoint& point : anomalies)
    out.Empty("circle", {{"class", "out"},
                         {"cx", Pixels(axes.x.At(point.x))},
                         {"cy", Pixels(axes.y.At(Place(point.score)))},
                         {"r", anomalies.size() > 500 ? "1.8" : "2.6"}});
}

std::string More(const Plot& plot, size_t rows, size_t anomalies, std::optional<double> threshold) {
  const std::string head = StrCat(plot.source, ": ", rows, " rows, ");
  if (!threshold) return head + "and the model has no threshold for anomalies";
  return StrCat(head, anomalies, anomalies == 1 ? " anomaly" : " anomalies", " (score above ",
                picture::ShortNumber(*threshold), ")");
}

}  // namespace

void DrawScorePlot(Markup& out, const Plot& plot, const std::vector<ScorePoint>& points,
                   std::optional<double> threshold) {
  const Canvas canvas = PlotCanvas();
  const Axes axes = AxesOf(points, threshold, canvas);
  Points usual;
  std::vector<ScorePoint> anomalies;
  for (const ScorePoint& point : points) {
    if (point.anomaly)
      anomalies.push_back(point);
    else
      usual.emplace_back(point.x, Place(point.score));
  }
  OpenPlot(out, canvas.width, canvas.height, plot.model,
           More(plot, points.size(), anomalies.size(), threshold));
  DrawAxes(out, canvas, {}, axes.x, axes.y, picture::ShortNumber);
  out.Leaf("text", {{"class", "tick"}, {"x", "4"}, {"y", Pixels(canvas.top - 14)}},
           "score (logarithmic)");
  out.Leaf("text",
           {{"class", "tick"},
            {"text-anchor", "end"},
            {"x", Pixels(canvas.x_to())},
            {"y", Pixels(canvas.y_from() + 32)}},
           plot.x_label);
  DrawPointCloud(out, usual, axes.x, axes.y);
  if (threshold)
    out.Empty("path",
              {{"class", "fence"},
               {"d", StrCat("M", Pixels(canvas.x_from()), " ", Pixels(axes.y.At(Place(*threshold))),
                            "H", Pixels(canvas.x_to()))}});
  DrawAnomalies(out, anomalies, axes);
  const double foot = canvas.height - 12;
  double at = PlotKey(out, 16, foot, "rect", usual.size() > 1500 ? "d3" : "c-grey", "rows");
  if (threshold) at = PlotKey(out, at, foot, "path", "fence", "threshold");
  if (!anomalies.empty()) PlotKey(out, at, foot, "rect", "out", "anomalies");
  out.Close();
}

}  // namespace hansa::client

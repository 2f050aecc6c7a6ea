#include "common/picture/line_chart.h"

#include <algorithm>
#include <cmath>

#include "common/base/text.h"
#include "common/picture/numbers.h"

namespace hansa::picture {
namespace {

using Points = std::vector<std::pair<double, double>>;

constexpr size_t kDots = 60;     // more would be a thicker line
constexpr size_t kHints = 200;   // more could not be hit
constexpr double kLogFrom = 50;  // highest over lowest, from where a linear axis hides the end

// The first, lowest, highest and last point of each column of pixels.
Points Thinned(const Points& points, const Axis& x) {
  if (points.size() <= 2 * static_cast<size_t>(x.to - x.from)) return points;
  Points out;
  for (size_t i = 0; i < points.size();) {
    size_t stop = i;
    const double column = std::floor(x.At(points[i].first));
    while (stop < points.size() && std::floor(x.At(points[stop].first)) == column) ++stop;
    const auto [low, high] =
        std::minmax_element(points.begin() + static_cast<std::ptrdiff_t>(i),
                            points.begin() + static_cast<std::ptrdiff_t>(stop),
                            [](const auto& a, const auto& b) { return a.second < b.second; });
    std::vector<size_t> kept = {i, static_cast<size_t>(low - points.begin()),
                                static_cast<size_t>(high - points.begin()), stop - 1};
    std::sort(kept.begin(), kept.end());
    kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
    for (size_t index : kept) out.push_back(points[index]);
    i = stop;
  }
  return out;
}

Axis ValueAxis(const Points& points, const Canvas& canvas) {
  const auto [low, high] =
      std::minmax_element(points.begin(), points.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; });
  if (low->second > 0 && high->second > kLogFrom * low->second)
    return LogAxis(low->second, high->second, canvas.y_from(), canvas.y_to());
  return RoundAxis(low->second, high->second, canvas.y_from(), canvas.y_to(), 5);
}

void Circle(Markup& out, const char* style, double x, double y, double radius,
            const std::string& hint) {
  out.Open("circle",
           {{"class", style}, {"cx", Pixels(x)}, {"cy", Pixels(y)}, {"r", Pixels(radius)}});
  if (!hint.empty()) out.Leaf("title", {}, hint);
  out.Close();
}

}  // namespace

void DrawLineChart(Markup& out, const LineChart& chart) {
  const Canvas canvas;
  const Axis x = CountAxis(chart.points.front().first, chart.points.back().first,
                           canvas.x_from() + 4, canvas.x_to() - 4, 6);
  const Axis y = ValueAxis(chart.points, canvas);
  ChartText text = chart.text;
  if (y.logarithmic) text.y_label += " (log scale)";
  OpenChart(out, canvas, text);
  DrawAxes(out, canvas, text, x, y, ShortNumber);

  std::string path;
  for (const auto& [at, value] : Thinned(chart.points, x))
    path += StrCat(path.empty() ? "M" : "L", Pixels(x.At(at)), " ", Pixels(y.At(value)));
  out.Empty("path", {{"class", "line"}, {"d", path}});
  for (size_t i = 0; i < chart.points.size() && chart.points.size() <= kDots; ++i)
    Circle(out, "dot", x.At(chart.points[i].first), y.At(chart.points[i].second), 2.5, "");
  if (chart.best) {
    const auto& best = chart.points[*chart.best];
    Circle(out, "best", x.At(best.first), y.At(best.second), 5.5, "");
  }
  for (size_t i = 0; i < chart.points.size() && chart.points.size() <= kHints; ++i) {
    const auto& [at, value] = chart.points[i];
    Circle(out, "hit", x.At(at), y.At(value), 7,
           StrCat(text.x_label, " ", ShortNumber(at), ": ", ShortNumber(value),
                  chart.unit.empty() ? "" : " ", chart.unit));
  }
  out.Close();
}

}  // namespace hansa::picture

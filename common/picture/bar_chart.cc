#include "common/picture/bar_chart.h"

#include <algorithm>
#include <cmath>

#include "common/base/text.h"
#include "common/picture/numbers.h"

namespace hansa::picture {
namespace {

constexpr size_t kBars = 50;
constexpr double kWidest = 28;  // pixels

// Rounds [from, to) in one bar.
struct Bin {
  size_t from = 0, to = 0;
  double MeanOf(const std::vector<double>& values) const {
    double sum = 0;
    for (size_t i = from; i < to; ++i) sum += values[i];
    return sum / static_cast<double>(to - from);
  }
};

std::vector<Bin> BinsOf(size_t rounds) {
  const size_t width = (rounds + kBars - 1) / kBars;
  std::vector<Bin> bins;
  for (size_t at = 0; at < rounds; at += width) bins.push_back({at, std::min(at + width, rounds)});
  return bins;
}

Axis ValueAxis(const BarChart& chart, const std::vector<Bin>& bins, const Canvas& canvas) {
  double low = 0, high = 0;
  for (const Bin& bin : bins) {
    double up = 0, down = 0;
    for (const BarSeries& series : chart.series)
      (series.below ? down : up) += bin.MeanOf(series.values);
    high = std::max(high, up);
    low = std::min(low, -down);
  }
  return RoundAxis(low, high, canvas.y_from(), canvas.y_to(), 5);
}

std::string HintOf(const BarChart& chart, const Bin& bin) {
  std::string text = StrCat(chart.text.x_label, " ", ShortNumber(chart.x[bin.from]));
  if (bin.to - bin.from > 1)
    text += StrCat(" to ", ShortNumber(chart.x[bin.to - 1]), ", mean of each");
  for (const BarSeries& series : chart.series)
    text += StrCat("\n", series.name, ": ", chart.number(bin.MeanOf(series.values)));
  return text;
}

}  // namespace

void DrawBarChart(Markup& out, const BarChart& chart) {
  const Canvas canvas;
  const std::vector<Bin> bins = BinsOf(chart.x.size());
  const Axis x =
      CountAxis(chart.x.front(), chart.x.back(), canvas.x_from() + 4, canvas.x_to() - 4, 6);
  const Axis y = ValueAxis(chart, bins, canvas);
  ChartText text = chart.text;
  if (bins.front().to > 1) text.x_label += StrCat(" (a bar: mean of ", bins.front().to, ")");
  OpenChart(out, canvas, text);
  DrawAxes(out, canvas, text, x, y, [](double v) { return ShortNumber(std::fabs(v)); });
  for (const Bin& bin : bins) {
    const double left = x.At(chart.x[bin.from] - 0.5), right = x.At(chart.x[bin.to - 1] + 0.5);
    const double width = std::min(kWidest, std::max(1.0, (right - left) * 0.8));
    out.Open("g").Leaf("title", {}, HintOf(chart, bin));
    double up = 0, down = 0;
    for (const BarSeries& series : chart.series) {
      const double value = bin.MeanOf(series.values);
      if (value <= 0) continue;
      double& from = series.below ? down : up;
      const double to = from + (series.below ? -value : value);
      const double top = std::min(y.At(from), y.At(to));
      out.Empty("rect", {{"class", series.colour},
                         {"x", Pixels((left + right - width) / 2)},
                         {"y", Pixels(top)},
                         {"width", Pixels(width)},
                         {"height", Pixels(std::fabs(y.At(to) - y.At(from)))}});
      from = to;
    }
    out.Close();
  }
  out.Close();
}

}  // namespace hansa::picture

#include "common/picture/histogram.h"

#include <algorithm>
#include <numeric>

#include "common/base/text.h"
#include "common/picture/numbers.h"
#include "common/picture/palette.h"

namespace hansa::picture {
namespace {

constexpr size_t kBars = 100;
constexpr double kSeam = 0.5;  // pixels of paper between two bars

struct Bar {
  double low = 0, high = 0;
  uint64_t count = 0;
};

std::vector<Bar> BarsOf(const Histogram& histogram, size_t together) {
  const size_t bins = histogram.counts.size();
  const double width = (histogram.high - histogram.low) / static_cast<double>(bins);
  const auto edge = [&](size_t bin) { return histogram.low + width * static_cast<double>(bin); };
  std::vector<Bar> bars;
  for (size_t from = 0; from < bins; from += together) {
    const size_t to = std::min(from + together, bins);
    const auto first = histogram.counts.begin();
    bars.push_back({edge(from), edge(to),
                    std::accumulate(first + static_cast<std::ptrdiff_t>(from),
                                    first + static_cast<std::ptrdiff_t>(to), uint64_t{0})});
  }
  return bars;
}

void DrawBar(Markup& out, const Histogram& histogram, const Bar& bar, const Axis& x,
             const Axis& y) {
  if (bar.count == 0) return;
  const double left = x.At(bar.low), width = x.At(bar.high) - left;
  const double top = y.At(static_cast<double>(bar.count));
  out.Open("rect", {{"class", colour::kBlue},
                    {"x", Pixels(left)},
                    {"y", Pixels(top)},
                    {"width", Pixels(width > 2 * kSeam ? width - kSeam : width)},
                    {"height", Pixels(y.from - top)}});
  out.Leaf("title", {},
           StrCat(histogram.text.x_label, " ", ShortNumber(bar.low), " to ", ShortNumber(bar.high),
                  "\n", histogram.text.y_label, ": ", bar.count));
  out.Close();
}

}  // namespace

void DrawHistogram(Markup& out, const Histogram& histogram) {
  Canvas canvas;
  canvas.right = 24;  // half of the number at the end of the range
  const size_t together = (histogram.counts.size() + kBars - 1) / kBars;
  const std::vector<Bar> bars = BarsOf(histogram, together);
  uint64_t most = 0;
  for (const Bar& bar : bars) most = std::max(most, bar.count);
  const Axis x = TightAxis(histogram.low, histogram.high, canvas.x_from(), canvas.x_to(), 6);
  const Axis y = RoundAxis(0, static_cast<double>(most), canvas.y_from(), canvas.y_to(), 5);
  ChartText text = histogram.text;
  if (together > 1) text.x_label += StrCat(" (a bar: sum of ", together, " bins)");
  OpenChart(out, canvas, text);
  DrawAxes(out, canvas, text, x, y, ShortNumber);
  for (const Bar& bar : bars) DrawBar(out, histogram, bar, x, y);
  out.Close();
}

}  // namespace hansa::picture

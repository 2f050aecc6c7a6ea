#include "common/picture/chart.h"

#include "common/base/text.h"
#include "common/picture/numbers.h"

namespace hansa::picture {
namespace {

void Line(Markup& out, const char* style, double x1, double y1, double x2, double y2) {
  out.Empty("line", {{"class", style},
                     {"x1", Pixels(x1)},
                     {"y1", Pixels(y1)},
                     {"x2", Pixels(x2)},
                     {"y2", Pixels(y2)}});
}

void Words(Markup& out, const char* anchor, double x, double y, const std::string& text) {
  out.Leaf("text", {{"class", "tick"}, {"text-anchor", anchor}, {"x", Pixels(x)}, {"y", Pixels(y)}},
           text);
}

}  // namespace

void OpenChart(Markup& out, const Canvas& canvas, const ChartText& text) {
  out.Open("svg", {{"xmlns", "http://www.w3.org/2000/svg"},
                   {"viewBox", StrCat("0 0 ", Pixels(canvas.width), " ", Pixels(canvas.height))},
                   {"role", "img"},
                   {"aria-label", StrCat(text.title, ". ", text.description)}});
}

void DrawAxes(Markup& out, const Canvas& canvas, const ChartText& text, const Axis& x,
              const Axis& y, const NumberText& y_number) {
  for (double tick : y.ticks) {
    Line(out, "grid", canvas.x_from(), y.At(tick), canvas.x_to(), y.At(tick));
    Words(out, "end", canvas.x_from() - 6, y.At(tick) + 4, y_number(tick));
  }
  for (double tick : x.ticks) {
    Line(out, "axis", x.At(tick), canvas.y_from(), x.At(tick), canvas.y_from() + 4);
    Words(out, "middle", x.At(tick), canvas.y_from() + 16, ShortNumber(tick));
  }
  const double foot = y.low < 0 && y.high > 0 ? y.At(0) : canvas.y_from();
  Line(out, "axis", canvas.x_from(), foot, canvas.x_to(), foot);
  Words(out, "end", canvas.x_to(), canvas.height - 4, text.x_label);
  Words(out, "start", 2, 11, text.y_label);
}

}  // namespace hansa::picture

// The frame of a picture that stands alone.

#include "client/picture/plot.h"
#include "common/base/text.h"
#include "common/picture/chart.h"
#include "common/picture/numbers.h"
#include "common/picture/palette.h"

namespace hansa::client {

const char* const kPlotStyle =
    ".paper{fill:#fff}.title{font:600 16px system-ui,-apple-system,'DejaVu Sans',sans-serif;"
    "fill:#18222c}"
    ".more{font:12px system-ui,-apple-system,'DejaVu Sans',sans-serif;fill:#46525e}"
    ".dots{fill:none;stroke:#5c6b7a;stroke-opacity:.45;stroke-width:3.2;stroke-linecap:round}"
    ".d1{fill:#d9e0e7}.d2{fill:#b9c4ce}.d3{fill:#93a1af}.d4{fill:#667686}.d5{fill:#3a4754}"
    ".band{fill:#56b4e9;fill-opacity:.38}.fence{fill:none;stroke:#0072b2;stroke-width:1;"
    "stroke-dasharray:5 4}.curve{fill:none;stroke:#0072b2;stroke-width:2.5;stroke-linejoin:round}"
    ".out{fill:#d55e00;fill-opacity:.85}.cell{fill:#0072b2}.in-cell{font:600 13px system-ui,"
    "'DejaVu Sans',sans-serif;fill:#18222c}.in-dark{fill:#fff}"
    "@media screen and (prefers-color-scheme:dark){.paper{fill:#12181f}.title{fill:#e6ecf2}"
    ".more{fill:#b6c1cc}.dots{stroke:#a3b0bd}.d1{fill:#232d37}.d2{fill:#3a4754}.d3{fill:#5c6b7a}"
    ".d4{fill:#93a1af}.d5{fill:#d9e0e7}.fence,.curve{stroke:#56b4e9}.in-cell{fill:#e6ecf2}}";

void OpenPlot(picture::Markup& out, double width, double height, const std::string& title,
              const std::string& more) {
  out.Open("svg",
           {{"xmlns", "http://www.w3.org/2000/svg"},
            {"viewBox", StrCat("0 0 ", picture::Pixels(width), " ", picture::Pixels(height))},
            {"role", "img"},
            {"aria-label", StrCat(title, ". ", more)}});
  out.Leaf("style", {}, StrCat(picture::kChartStyle, kPlotStyle));
  out.Empty("rect", {{"class", "paper"}, {"width", "100%"}, {"height", "100%"}});
  out.Leaf("text", {{"class", "title"}, {"x", "16"}, {"y", "26"}}, title);
  out.Leaf("text", {{"class", "more"}, {"x", "16"}, {"y", "45"}}, more);
}

picture::Canvas PlotCanvas() {
  picture::Canvas canvas;
  canvas.width = 760;
  canvas.height = 500;
  canvas.left = 62;
  canvas.right = 20;
  canvas.top = 88;
  canvas.bottom = 66;
  return canvas;
}

double PlotKey(picture::Markup& out, double x, double y, const char* shape,
               const std::string& style, const std::string& text) {
  const bool line = std::string(shape) == "path";
  if (line)
    out.Empty("path", {{"class", style},
                       {"d", StrCat("M", picture::Pixels(x), " ", picture::Pixels(y - 4), "h18")}});
  else
    out.Empty("rect", {{"class", style},
                       {"x", picture::Pixels(x)},
                       {"y", picture::Pixels(y - 9)},
                       {"width", "18"},
                       {"height", "10"}});
  out.Leaf("text", {{"class", "more"}, {"x", picture::Pixels(x + 24)}, {"y", picture::Pixels(y)}},
           text);
  return x + 40 + 6.3 * static_cast<double>(text.size());
}

}  // namespace hansa::client

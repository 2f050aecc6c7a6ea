// Classes: measured against expected.

#include <algorithm>

#include "client/picture/plot.h"
#include "common/base/text.h"
#include "common/picture/numbers.h"

namespace hansa::client {
namespace {

using picture::Markup;
using picture::Pixels;

constexpr double kSide = 440, kLeft = 70, kTop = 96;

void Label(Markup& out, double x, double y, const char* anchor, const std::string& text) {
  out.Leaf("text", {{"class", "tick"}, {"text-anchor", anchor}, {"x", Pixels(x)}, {"y", Pixels(y)}},
           text);
}

void Cell(Markup& out, double x, double y, double side, size_t count, double share) {
  out.Open("g").Leaf("title", {},
                     StrCat(count, " rows, ", picture::ShortNumber(share * 100),
                            " % of those measured to be of this class"));
  out.Empty("rect", {{"class", "cell"},
                     {"x", Pixels(x)},
                     {"y", Pixels(y)},
                     {"width", Pixels(side - 2)},
                     {"height", Pixels(side - 2)},
                     {"fill-opacity", picture::ShortNumber(0.06 + 0.94 * share)}});
  if (side >= 34)
    out.Leaf("text",
             {{"class", share > 0.5 ? "in-cell in-dark" : "in-cell"},
              {"text-anchor", "middle"},
              {"x", Pixels(x + side / 2)},
              {"y", Pixels(y + side / 2 + 5)}},
             StrCat(count));
  out.Close();
}

}  // namespace

void DrawClassPlot(Markup& out, const Plot& plot, const std::vector<size_t>& actual,
                   const std::vector<size_t>& expected, size_t classes) {
  std::vector<size_t> counts(classes * classes), of_class(classes);
  size_t right = 0;
  for (size_t i = 0; i < actual.size(); ++i) {
    ++counts[actual[i] * classes + expected[i]];
    ++of_class[actual[i]];
    right += actual[i] == expected[i] ? 1 : 0;
  }
  const double side = kSide / static_cast<double>(classes);
  OpenPlot(out, kLeft + kSide + 20, kTop + kSide + 20, plot.model,
           StrCat(plot.source, ": ", right, " of ", actual.size(), " rows as expected"));
  Label(out, kLeft + kSide, kTop - 24, "end", "expected class");
  Label(out, 4, kTop - 6, "start", StrCat("measured ", plot.y_label));
  const size_t every = std::max<size_t>(1, classes / 25);
  for (size_t line = 0; line < classes; ++line) {
    const double y = kTop + side * static_cast<double>(line);
    if (line % every == 0) {
      Label(out, kLeft - 8, y + side / 2 + 4, "end", StrCat(line));
      Label(out, kLeft + side * (static_cast<double>(line) + 0.5), kTop - 8, "middle",
            StrCat(line));
    }
    for (size_t column = 0; column < classes; ++column) {
      const size_t count = counts[line * classes + column];
      const double share =
          static_cast<double>(count) / static_cast<double>(std::max<size_t>(1, of_class[line]));
      Cell(out, kLeft + side * static_cast<double>(column), y, side, count, share);
    }
  }
  out.Close();
}

}  // namespace hansa::client

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "common/picture/line_chart.h"

namespace hansa::picture {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Drawn(LineChart chart) {
  chart.text = {"error <b>", "falls", "round", "rmse in kW"};
  Markup out;
  DrawLineChart(out, chart);
  return out.Take();
}

size_t Count(const std::string& text, const std::string& what) {
  size_t count = 0;
  for (size_t at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++count;
  return count;
}

TEST(LineChart, HasALineDotsAndHints) {
  const std::string svg = Drawn({.unit = "kW", .points = {{1, 5}, {2, 4}, {3, 4.5}}, .best = 1});
  EXPECT_EQ(Count(svg, "class=\"dot\""), 3u);
  EXPECT_EQ(Count(svg, "class=\"best\""), 1u);
  EXPECT_THAT(svg, HasSubstr("<title>round 2: 4 kW</title>"));
  EXPECT_THAT(svg, HasSubstr("aria-label=\"error &lt;b&gt;. falls\""));
}

TEST(LineChart, OnePointIsDrawn) {
  const std::string svg = Drawn({.points = {{1, 5}}});
  EXPECT_EQ(Count(svg, "class=\"dot\""), 1u);
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
}

TEST(LineChart, AValueThatStaysIsALine) {
  for (double value : {0.0, 5.0, -1e-12}) {
    const std::string svg = Drawn({.points = {{1, value}, {2, value}}});
    EXPECT_EQ(Count(svg, "class=\"dot\""), 2u);
    EXPECT_THAT(svg, Not(HasSubstr("nan")));
  }
}

TEST(LineChart, AThousandPointsAreThinnedAndKeepTheirPeaks) {
  LineChart chart;
  for (int i = 0; i < 100000; ++i) chart.points.emplace_back(i, i == 54321 ? 100 : 50 + i % 7);
  const std::string svg = Drawn(chart);
  EXPECT_LT(svg.size(), 30000u);
  const std::string path = svg.substr(svg.find(" d=\""));
  EXPECT_THAT(path, HasSubstr(" 22"));  // the top of the canvas, where the peak is
}

TEST(LineChart, ValuesOverTwoDecadesHaveALogarithmicAxis) {
  EXPECT_THAT(Drawn({.points = {{1, 500}, {2, 0.5}}}), HasSubstr("log scale"));
  EXPECT_THAT(Drawn({.points = {{1, 500}, {2, 50}}}), Not(HasSubstr("log scale")));
  EXPECT_THAT(Drawn({.points = {{1, 500}, {2, 0}}}), Not(HasSubstr("log scale")));
}

}  // namespace
}  // namespace hansa::picture

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/picture/bar_chart.h"
#include "common/picture/numbers.h"
#include "common/picture/palette.h"

namespace hansa::picture {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

size_t Count(const std::string& text, const std::string& what) {
  size_t count = 0;
  for (size_t at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++count;
  return count;
}

std::string Drawn(size_t rounds, double up, double down) {
  BarChart chart;
  chart.text = {"time", "much", "round", "seconds"};
  for (size_t i = 0; i < rounds; ++i) chart.x.push_back(static_cast<double>(i + 1));
  chart.series.push_back({"a", colour::kBlue, std::vector<double>(rounds, up), false});
  chart.series.push_back({"b", colour::kOrange, std::vector<double>(rounds, down), true});
  chart.number = ShortNumber;
  Markup out;
  DrawBarChart(out, chart);
  return out.Take();
}

TEST(BarChart, HasABarForEachRoundAndNothingForZero) {
  const std::string svg = Drawn(3, 2, 0);
  EXPECT_EQ(Count(svg, "class=\"c-blue\""), 3u);
  EXPECT_EQ(Count(svg, "class=\"c-orange\""), 0u);
  EXPECT_THAT(svg, HasSubstr("round 2\na: 2\nb: 0"));
}

TEST(BarChart, ManyRoundsShareBarsAndTheAxisSaysSo) {
  const std::string svg = Drawn(1000, 2, 1);
  EXPECT_EQ(Count(svg, "class=\"c-blue\""), 50u);
  EXPECT_THAT(svg, HasSubstr("(a bar: mean of 20)"));
  EXPECT_THAT(svg, HasSubstr("round 21 to 40, mean of each\na: 2\nb: 1"));
}

TEST(BarChart, OnlyZerosAreDrawnWithoutABar) {
  const std::string svg = Drawn(2, 0, 0);
  EXPECT_EQ(Count(svg, "<rect"), 0u);
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
}

}  // namespace
}  // namespace hansa::picture

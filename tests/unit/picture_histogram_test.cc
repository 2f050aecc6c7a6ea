#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "common/picture/histogram.h"

namespace hansa::picture {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Bar {
  double x, y, width, height;
};

std::string Drawn(double low, double high, std::vector<uint64_t> counts) {
  Markup out;
  DrawHistogram(out, {{"Values", "of a column", "speed", "values"}, low, high, std::move(counts)});
  return out.Take();
}

std::vector<Bar> BarsIn(const std::string& svg) {
  static const std::regex kBar(
      R"re(<rect class="c-blue" x="([^"]*)" y="([^"]*)" width="([^"]*)" height="([^"]*)")re");
  std::vector<Bar> bars;
  for (std::sregex_iterator at(svg.begin(), svg.end(), kBar), end; at != end; ++at)
    bars.push_back(
        {std::stod((*at)[1]), std::stod((*at)[2]), std::stod((*at)[3]), std::stod((*at)[4])});
  return bars;
}

// However wide a bin is in the column's unit.
TEST(Histogram, BarsStandSideBySideOverTheWholeRange) {
  const Canvas canvas;
  for (const auto& [low, high] : {std::pair(0.0, 1.0), {-30.0, 30.0}, {0.0, 1e6}, {-1e-6, 0.0}}) {
    const std::vector<Bar> bars = BarsIn(Drawn(low, high, {10, 40, 20, 5}));
    ASSERT_EQ(bars.size(), 4u);
    EXPECT_NEAR(bars[0].x, canvas.x_from(), 0.1);
    for (size_t i = 0; i < 3; ++i) {
      const double seam = bars[i + 1].x - (bars[i].x + bars[i].width);
      EXPECT_GE(seam, -0.11);
      EXPECT_LE(seam, 1.0);
    }
    EXPECT_NEAR(bars[3].x + bars[3].width, canvas.x_to(), 15);
    EXPECT_NEAR(bars[3].width, bars[0].width, 0.2);
    EXPECT_NEAR(bars[1].height, 2 * bars[2].height, 0.2);
  }
}

TEST(Histogram, ABarSaysItsBoundsAndItsCount) {
  const std::string svg = Drawn(0, 20, {70'130, 0});
  EXPECT_THAT(svg, HasSubstr("speed 0 to 10\nvalues: 70130"));
  EXPECT_EQ(BarsIn(svg).size(), 1u);  // nothing is drawn for nothing
}

TEST(Histogram, ManyBinsShareBarsAsSumsAndTheAxisSaysSo) {
  const std::string svg = Drawn(0, 4096, std::vector<uint64_t>(4096, 2));
  EXPECT_EQ(BarsIn(svg).size(), 100u);
  EXPECT_THAT(svg, HasSubstr("speed (a bar: sum of 41 bins)"));
  EXPECT_THAT(svg, HasSubstr("speed 41 to 82\nvalues: 82"));
}

TEST(Histogram, OfNoValuesIsEmptyAxes) {
  const std::string svg = Drawn(0, 1, {0, 0, 0});
  EXPECT_TRUE(BarsIn(svg).empty());
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
}

}  // namespace
}  // namespace hansa::picture

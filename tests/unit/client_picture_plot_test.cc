#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/picture/plot.h"

namespace hansa::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Plot kPlot = {"wind <1>", "R80711.csv.gz", "wind_speed_m_s [m/s]", "power [kW]", "kW"};

std::string Curve(size_t count) {
  std::vector<MeasuredRow> rows;
  for (size_t i = 0; i < count; ++i) {
    const double x = static_cast<double>(i) / static_cast<double>(count) * 20;
    rows.push_back({x, x * 100, x * 100 + static_cast<double>(i % 7) * 10 - (i == 30 ? 900 : 0)});
  }
  picture::Markup out;
  DrawCurvePlot(out, kPlot, rows, SpreadOf(rows));
  return out.Take();
}

TEST(CurvePlot, HasCurveBandOutliersUnitsAndEscapes) {
  const std::string svg = Curve(400);
  for (const char* part : {"class=\"curve\"", "class=\"band\"", "class=\"out\"", "class=\"dots\"",
                           "wind_speed_m_s [m/s]", "power [kW]", "wind &lt;1&gt;",
                           "400 rows, 1 beyond the fences (0.25 %)", "kW, expected"})
    EXPECT_THAT(svg, HasSubstr(part));
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
}

TEST(CurvePlot, ManyRowsBecomeCellsAndStaySmall) {
  const std::string svg = Curve(50000);
  EXPECT_THAT(svg, HasSubstr("class=\"d5\""));
  EXPECT_THAT(svg, Not(HasSubstr("class=\"dots\"")));
  EXPECT_LT(svg.size(), 200000u);
}

TEST(CurvePlot, OneRowIsDrawn) { EXPECT_THAT(Curve(1), Not(HasSubstr("nan"))); }

TEST(ScorePlot, HasTheThresholdAndTheRowsAboveIt) {
  std::vector<ScorePoint> points;
  for (int i = 0; i < 100; ++i) points.push_back({i * 0.1, 0.01 + i * 1e-4, false});
  points.push_back({3, 12, true});
  points.push_back({4, 0, false});  // given back exactly
  picture::Markup with, without;
  DrawScorePlot(with, kPlot, points, 0.5);
  points.erase(points.end() - 2);
  DrawScorePlot(without, kPlot, points, std::nullopt);
  const std::string svg = with.Take(), plain = without.Take();
  for (const char* part :
       {"class=\"fence\"", "class=\"out\"", "102 rows, 1 anomaly (score above 0.5)",
        "wind_speed_m_s [m/s]", "threshold", "wind &lt;1&gt;"})
    EXPECT_THAT(svg, HasSubstr(part));
  EXPECT_THAT(plain, HasSubstr("101 rows, and the model has no threshold for anomalies"));
  EXPECT_THAT(plain, Not(HasSubstr("class=\"fence\"")));
  for (const std::string& text : {svg, plain}) {
    EXPECT_THAT(text, Not(HasSubstr("nan")));
    EXPECT_THAT(text, Not(HasSubstr("inf")));
  }
}

TEST(ClassPlot, CountsWhatWasMeasuredAgainstWhatWasExpected) {
  picture::Markup out;
  DrawClassPlot(out, kPlot, {0, 0, 1, 2, 2}, {0, 1, 1, 2, 0}, 3);
  const std::string svg = out.Take();
  EXPECT_THAT(svg, HasSubstr("3 of 5 rows as expected"));
  EXPECT_THAT(svg, HasSubstr("1 rows, 50 % of those measured to be of this class"));
}

}  // namespace
}  // namespace hansa::client

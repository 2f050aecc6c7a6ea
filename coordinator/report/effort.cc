// What the rounds cost: time by phase, bytes, sites.

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "common/base/text.h"
#include "common/picture/bar_chart.h"
#include "common/picture/numbers.h"
#include "common/picture/palette.h"
#include "coordinator/report/phases.h"
#include "coordinator/report/sections.h"

namespace hansa::coordinator {
namespace {

using picture::BarChart;
using picture::BarSeries;
using picture::Markup;
namespace colour = picture::colour;
using Row = RunReport::Row;

std::vector<double> Values(const RunReport& report, const std::function<double(const Row&)>& of) {
  std::vector<double> values;
  for (const Row& row : report.rows) values.push_back(std::max(0.0, of(row)));
  return values;
}

BarChart NewChart(const RunReport& report, picture::ChartText text) {
  BarChart chart;
  chart.text = std::move(text);
  chart.x = Values(report, [](const Row& row) { return static_cast<double>(row.round); });
  return chart;
}

void WriteFigure(Markup& out, const BarChart& chart) {
  out.Open("figure").Open("figcaption").Text(chart.text.title);
  out.Leaf("small", {}, chart.text.description).Close();
  picture::DrawBarChart(out, chart);
  out.Open("ul", {{"class", "legend"}});
  for (const BarSeries& series : chart.series) {
    out.Open("li").Leaf("span", {{"class", StrCat("key ", series.colour)}}, "");
    out.Text(series.name).Close();
  }
  out.Close().Close();
}

std::string Share(double part, double whole) {
  return whole > 0 ? StrCat(std::lround(part / whole * 100), " %") : "0 %";
}

void WriteTime(Markup& out, const RunReport& report) {
  constexpr const char* kColours[] = {colour::kSky,    colour::kBlue,   colour::kOrange,
                                      colour::kGreen,  colour::kPurple, colour::kVermillion,
                                      colour::kYellow, colour::kGrey};
  BarChart chart = NewChart(report, {"Time by round and phase", "", "round", "seconds"});
  double whole = 0, most = 0;
  std::string longest;
  size_t next = 0;
  for (const std::string& phase : PhasesOf(report)) {
    chart.series.push_back({phase, kColours[std::min(next++, std::size(kColours) - 1)],
                            Values(report,
                                   [&](const Row& row) {
                                     const auto found = row.seconds.find(phase);
                                     return found == row.seconds.end() ? 0 : found->second;
                                   }),
                            false});
    double sum = 0;
    for (double value : chart.series.back().values) sum += value;
    whole += sum;
    if (sum > most) {
      most = sum;
      longest = phase;
    }
  }
  chart.text.description =
      StrCat(picture::HumanSeconds(whole), " in all, ", Share(most, whole), " of it ", longest);
  chart.number = picture::HumanSeconds;
  WriteFigure(out, chart);
}

// The unit in which the largest value has at most four digits before the point.
std::pair<double, const char*> ByteUnit(double largest) {
  if (largest < 10e3) return {1, "bytes"};
  if (largest < 10e6) return {1024, "KiB"};
  if (largest < 10e9) return {1048576, "MiB"};
  return {1073741824, "GiB"};
}

void WriteBytes(Markup& out, const RunReport& report) {
  double largest = 0, up = 0, down = 0;
  for (const Row& row : report.rows) {
    largest = std::max<double>(
        {largest, static_cast<double>(row.bytes_up), static_cast<double>(row.bytes_down)});
    up += static_cast<double>(row.bytes_up);
    down += static_cast<double>(row.bytes_down);
  }
  const auto [size, unit] = ByteUnit(largest);
  const double bytes = size;
  BarChart chart = NewChart(
      report, {"Bytes by round",
               StrCat(HumanBytes(up), " from all sites, ", HumanBytes(down), " to all sites"),
               "round", unit});
  chart.series.push_back(
      {"from the sites (up)", colour::kBlue,
       Values(report, [&](const Row& row) { return static_cast<double>(row.bytes_up) / bytes; }),
       false});
  chart.series.push_back(
      {"to the sites (down)", colour::kOrange,
       Values(report, [&](const Row& row) { return static_cast<double>(row.bytes_down) / bytes; }),
       true});
  chart.number = [bytes](double value) { return HumanBytes(value * bytes); };
  WriteFigure(out, chart);
}

void WriteTakingPart(Markup& out, const RunReport& report) {
  BarChart chart = NewChart(report, {"Sites by round",
                                     StrCat(report.drop_count(), " drops in ", report.rows.size(),
                                            " finished rounds and their failed attempts"),
                                     "round", "sites"});
  chart.series.push_back(
      {"in the sum", colour::kBlue,
       Values(report, [](const Row& row) { return static_cast<double>(row.clients); }), false});
  chart.series.push_back(
      {"dropped", colour::kVermillion,
       Values(report, [](const Row& row) { return static_cast<double>(row.dropped); }), false});
  chart.number = picture::ShortNumber;
  WriteFigure(out, chart);
}

}  // namespace

void WriteEffort(Markup& out, const RunReport& report) {
  if (report.rows.empty()) return;
  out.Open("section").Leaf("h2", {}, "Time, bytes, sites").Open("div", {{"class", "charts"}});
  WriteTime(out, report);
  WriteBytes(out, report);
  WriteTakingPart(out, report);
  out.Close().Close();
}

}  // namespace hansa::coordinator

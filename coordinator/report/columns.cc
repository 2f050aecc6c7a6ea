// What the sites' columns hold, all together: a table, and a histogram for each.

#include <cmath>

#include "common/base/text.h"
#include "common/picture/histogram.h"
#include "common/picture/numbers.h"
#include "coordinator/report/sections.h"
#include "coordinator/report/table_html.h"

namespace hansa::coordinator {
namespace {

using picture::Markup;
using picture::ShortNumber;

constexpr size_t kPictures = 60;  // further columns are in the table alone

std::string Shown(const std::optional<double>& value) { return value ? ShortNumber(*value) : "-"; }

std::string QuantilesText(const GatheredColumn& column) {
  std::string text;
  for (const auto& [probability, value] : column.quantiles)
    text += StrCat(text.empty() ? "" : ", ", ShortNumber(probability), ": ", ShortNumber(value));
  return text;
}

std::string NameOf(const GatheredColumn& column) {
  return column.unit.empty() ? column.name : StrCat(column.name, " [", column.unit, "]");
}

void WriteTable(Markup& out, const GatheredColumns& gathered) {
  OpenTable(out, "Columns",
            {{"words", "column"},
             {"", "values"},
             {"", "missing"},
             {"", "outside"},
             {"", "moved to a bound"},
             {"", "mean"},
             {"", "deviation"},
             {"words", "quantiles"}});
  for (const GatheredColumn& column : gathered.columns) {
    out.Open("tr").Leaf("td", {{"class", "words"}}, NameOf(column));
    for (const uint64_t count :
         {column.count, column.missing, column.outside, column.below + column.above})
      out.Leaf("td", {}, StrCat(count));
    out.Leaf("td", {}, Shown(column.mean)).Leaf("td", {}, Shown(column.deviation));
    out.Leaf("td", {{"class", "words"}}, QuantilesText(column)).Close();
  }
  CloseTable(out);
}

bool HasPicture(const GatheredColumn& column) {
  const double span = column.high - column.low;
  return !column.histogram.empty() && span > 0 && std::isfinite(span);
}

void WriteHistogram(Markup& out, const GatheredColumn& column) {
  const double width = (column.high - column.low) / static_cast<double>(column.histogram.size());
  picture::Histogram chart;
  chart.text = {StrCat("Values of ", column.name),
                StrCat(column.count, " values in ", column.histogram.size(), " bins of ",
                       ShortNumber(width), column.unit.empty() ? "" : " " + column.unit),
                NameOf(column), "values"};
  chart.low = column.low;
  chart.high = column.high;
  chart.counts = column.histogram;
  out.Open("figure").Open("figcaption").Text(chart.text.title);
  out.Leaf("small", {}, chart.text.description).Close();
  picture::DrawHistogram(out, chart);
  out.Close();
}

}  // namespace

void WriteColumns(Markup& out, const RunReport& report) {
  const GatheredColumns& gathered = report.statistics;
  if (gathered.columns.empty()) return;
  out.Open("section").Leaf("h2", {}, "Columns of all sites together");
  out.Leaf("p", {{"class", "soft"}},
           StrCat(gathered.rows, " rows of ", gathered.sites, " sites",
                  gathered.left_out == 0 ? "" : StrCat(", ", gathered.left_out, " left out")));
  WriteTable(out, gathered);
  out.Open("div", {{"class", "charts"}});
  size_t drawn = 0;
  for (const GatheredColumn& column : gathered.columns)
    if (HasPicture(column) && drawn++ < kPictures) WriteHistogram(out, column);
  out.Close().Close();
}

}  // namespace hansa::coordinator

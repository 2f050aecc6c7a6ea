// Every figure of the pictures, in numbers.

#include <cstdio>

#include "common/base/text.h"
#include "common/picture/numbers.h"
#include "coordinator/report/curve.h"
#include "coordinator/report/phases.h"
#include "coordinator/report/sections.h"
#include "coordinator/report/table_html.h"

namespace hansa::coordinator {
namespace {

using picture::Markup;

constexpr size_t kNewest = 300, kOpen = 30;

std::string Of(const std::map<std::string, double>& values, const std::string& key) {
  const auto found = values.find(key);
  return found == values.end() ? "–" : picture::ShortNumber(found->second);
}

}  // namespace

void WriteRoundTable(Markup& out, const RunReport& report) {
  if (report.rows.empty()) return;
  const std::vector<Curve> curves = CurvesOf(report);
  std::vector<std::string> phases = PhasesOf(report);
  phases.push_back("total");

  const size_t from = report.rows.size() > kNewest ? report.rows.size() - kNewest : 0;
  out.Open("section").Leaf("h2", {}, "Rounds in numbers");
  if (report.rows.size() <= kOpen)
    out.Open("details", {{"open", "open"}});
  else
    out.Open("details");
  out.Leaf(
      "summary", {},
      StrCat("Table (", report.rows.size() - from,
             from == 0 ? " rounds"
                       : StrCat(" newest of ", report.rows.size(), " rounds; metrics.csv has all"),
             ")"));
  std::vector<std::pair<const char*, std::string>> headers = {
      {"", "round"}, {"", "version"}, {"", "sites"}, {"", "dropped"}};
  for (const Curve& curve : curves)
    headers.emplace_back("", StrCat(curve.metric, curve.unit.empty() ? "" : " ", curve.unit));
  for (const std::string& phase : phases) headers.emplace_back("", StrCat(phase, " s"));
  headers.emplace_back("", "up");
  headers.emplace_back("", "down");
  OpenTable(out, "Rounds", headers);
  for (size_t i = from; i < report.rows.size(); ++i) {
    const RunReport::Row& row = report.rows[i];
    out.Open("tr").Leaf("td", {}, StrCat(row.round)).Leaf("td", {}, StrCat(row.version));
    out.Leaf("td", {}, StrCat(row.clients)).Leaf("td", {}, StrCat(row.dropped));
    for (const Curve& curve : curves) out.Leaf("td", {}, Of(row.metrics, curve.metric));
    for (const std::string& phase : phases) out.Leaf("td", {}, Of(row.seconds, phase));
    out.Leaf("td", {}, HumanBytes(static_cast<double>(row.bytes_up)));
    out.Leaf("td", {}, HumanBytes(static_cast<double>(row.bytes_down))).Close();
  }
  CloseTable(out);
  out.Close().Close();
}

}  // namespace hansa::coordinator

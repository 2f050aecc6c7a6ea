// A picture for each metric that the run measured.

#include "common/base/text.h"
#include "common/picture/line_chart.h"
#include "common/picture/numbers.h"
#include "coordinator/report/curve.h"
#include "coordinator/report/sections.h"

namespace hansa::coordinator {
namespace {

using picture::Markup;
using picture::ShortNumber;

std::string Summary(const Curve& curve) {
  if (curve.points.size() == 1)
    return StrCat(curve.WithUnit(curve.last()), " in round ",
                  ShortNumber(curve.points.front().first));
  std::string text =
      StrCat("from ", ShortNumber(curve.first()), " to ", curve.WithUnit(curve.last()));
  if (curve.best)
    text += StrCat("; best ", ShortNumber(curve.points[*curve.best].second), " in round ",
                   ShortNumber(curve.points[*curve.best].first), " (ringed)");
  return text;
}

void WriteCurve(Markup& out, const Curve& curve) {
  picture::LineChart chart;
  chart.text = {StrCat(curve.words.label, " by round"), Summary(curve), "round",
                StrCat(curve.metric, curve.unit.empty() ? "" : " in ", curve.unit)};
  chart.unit = curve.unit;
  chart.points = curve.points;
  chart.best = curve.best;
  out.Open("figure").Open("figcaption").Text(chart.text.title);
  out.Leaf("small", {}, chart.text.description).Close();
  picture::DrawLineChart(out, chart);
  out.Close();
}

}  // namespace

void WriteCurves(Markup& out, const RunReport& report) {
  const std::vector<Curve> curves = CurvesOf(report);
  if (curves.empty() && report.task == "statistics") return;
  out.Open("section").Leaf("h2", {}, "Error and loss");
  if (curves.empty()) {
    out.Leaf("p", {{"class", "soft"}},
             report.rows.empty() ? "No round is finished yet." : "No round was evaluated.");
  } else {
    out.Open("div", {{"class", "charts"}});
    for (const Curve& curve : curves) WriteCurve(out, curve);
    out.Close();
  }
  out.Close();
}

}  // namespace hansa::coordinator

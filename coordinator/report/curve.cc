#include "coordinator/report/curve.h"

#include <algorithm>
#include <map>

#include "common/base/text.h"
#include "common/picture/numbers.h"

namespace hansa::coordinator {

std::string Curve::WithUnit(double value) const {
  return StrCat(picture::ShortNumber(value), unit.empty() ? "" : " ", unit);
}

namespace {

std::optional<size_t> BestOf(const Curve& curve) {
  const auto first = curve.points.begin(), last = curve.points.end();
  const auto lower = [](const auto& a, const auto& b) { return a.second < b.second; };
  if (curve.points.size() < 2 || curve.words.better == Better::kUnknown) return std::nullopt;
  const auto best = curve.words.better == Better::kLower ? std::min_element(first, last, lower)
                                                         : std::max_element(first, last, lower);
  return static_cast<size_t>(best - first);
}

}  // namespace

std::vector<Curve> CurvesOf(const RunReport& report) {
  std::map<std::string, Curve> by_name;
  for (const RunReport::Row& row : report.rows)
    for (const auto& [metric, value] : row.metrics)
      if (!metric.starts_with("confusion_"))  // a table's cells, and many
        by_name[metric].points.emplace_back(static_cast<double>(row.round), value);

  std::vector<Curve> curves;
  for (auto& [metric, curve] : by_name) {
    curve.metric = metric;
    curve.words = WordsOf(metric);
    if (curve.words.in_target_unit) curve.unit = report.unit;
    curve.best = BestOf(curve);
    curves.push_back(std::move(curve));
  }
  std::stable_sort(curves.begin(), curves.end(),
                   [](const Curve& a, const Curve& b) { return a.words.rank < b.words.rank; });
  return curves;
}

}  // namespace hansa::coordinator

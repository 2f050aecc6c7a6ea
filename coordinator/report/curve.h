#pragma once
// One metric over the rounds.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "coordinator/report/metric_words.h"
#include "coordinator/report/run_report.h"

namespace hansa::coordinator {

// How often the page of a run under way loads itself again.
inline constexpr int kReloadSeconds = 20;

struct Curve {
  MetricWords words;
  std::string metric, unit;
  std::vector<std::pair<double, double>> points;  // (round, value); at least one
  std::optional<size_t> best;                     // where it is known which way is better

  double first() const { return points.front().second; }
  double last() const { return points.back().second; }
  std::string WithUnit(double value) const;
};

// Of every metric that some round measured; the one that says most comes first.
std::vector<Curve> CurvesOf(const RunReport& report);

}  // namespace hansa::coordinator

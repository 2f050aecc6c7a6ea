#include "coordinator/report/phases.h"

#include <set>

namespace hansa::coordinator {

std::vector<std::string> PhasesOf(const RunReport& report) {
  std::set<std::string> named;
  for (const RunReport::Row& row : report.rows)
    for (const auto& phase : row.seconds) named.insert(phase.first);
  named.erase("total");
  std::vector<std::string> phases;
  for (const char* phase : {"selecting", "training", "aggregating", "publishing", "evaluating"})
    if (named.erase(phase) > 0) phases.push_back(phase);
  phases.insert(phases.end(), named.begin(), named.end());
  return phases;
}

}  // namespace hansa::coordinator

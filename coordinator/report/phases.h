#pragma once
// The phases that a run's rounds name, in the order in which a round passes through them; phases
// that are not known here come after those. "total" is none.

#include <string>
#include <vector>

#include "coordinator/report/run_report.h"

namespace hansa::coordinator {

std::vector<std::string> PhasesOf(const RunReport& report);

}  // namespace hansa::coordinator

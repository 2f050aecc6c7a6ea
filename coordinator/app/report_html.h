#pragma once
// A run as one self-contained page: no script, nothing loaded from elsewhere.

#include <string>

#include "coordinator/app/run_report.h"

namespace hansa::coordinator {

std::string ReportHtml(const RunReport& report);

}  // namespace hansa::coordinator

#pragma once
// A run as one self-contained page: no script, nothing loaded from elsewhere, and a policy in its
// head that forbids both. Sites appear under pseudonyms only.

#include <string>

#include "coordinator/report/run_report.h"

namespace hansa::coordinator {

std::string ReportHtml(const RunReport& report);

}  // namespace hansa::coordinator

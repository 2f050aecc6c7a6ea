// events.jsonl of a run: whatever its lines say, the run's page, figures and tables can be made.

#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/base/bytes.h"
#include "common/base/check.h"
#include "coordinator/report/event_line.h"
#include "coordinator/report/report_html.h"
#include "coordinator/report/statistics_csv.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  std::string_view text = AsView({data, size});
  coordinator::RunReport report;
  bool any = false;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const auto event = coordinator::ParseEventLine(line);
    if (!event) continue;
    any = true;
    report.Add(*event);
    HANSA_CHECK(coordinator::StatisticsCsv(*event).starts_with("column,figure,value\n"));
  }
  for (const auto& row : report.rows) {
    const std::string lines = coordinator::MetricsLines(row);
    HANSA_CHECK(row.metrics.empty() ? lines.empty() : lines.ends_with('\n'));
  }
  const std::string page = coordinator::ReportHtml(report);
  HANSA_CHECK(page.find("<script") == std::string::npos);
  return any ? 0 : -1;
}

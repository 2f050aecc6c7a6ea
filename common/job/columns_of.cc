#include <algorithm>

#include "common/job/job_spec.h"

namespace hansa {

std::vector<std::string> ColumnsOf(const JobSpec& job) {
  std::vector<std::string> columns;
  const auto add = [&](const ColumnSpec& spec) {
    if (std::find(columns.begin(), columns.end(), spec.column) == columns.end())
      columns.push_back(spec.column);
  };
  for (const ColumnSpec& feature : job.features) add(feature);
  if (job.has_target()) add(job.target);
  return columns;
}

}  // namespace hansa

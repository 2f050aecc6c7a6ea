#include <algorithm>

#include "common/job/job_spec.h"

namespace hansa {

std::vector<std::string> ColumnsOf(const JobSpec& job) {
  std::vector<std::string> columns;
  const auto add = [&](const std::string& name) {
    if (!name.empty() && std::find(columns.begin(), columns.end(), name) == columns.end())
      columns.push_back(name);
  };
  if (job.task == JobTask::kStatistics)
    for (const CountedColumn& counted : job.statistics.columns) add(counted.spec.column);
  for (const ColumnSpec& feature : job.features) add(feature.column);
  add(job.target.column);
  if (job.window) {
    add(job.window->time);
    add(job.window->group);
  }
  return columns;
}

}  // namespace hansa

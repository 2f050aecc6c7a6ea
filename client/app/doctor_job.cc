// The doctor's look at one job.

#include "client/app/doctor.h"
#include "client/data/column_counts.h"
#include "client/data/dataset.h"
#include "client/policy/policy_check.h"
#include "client/policy/statistics_policy.h"
#include "common/base/atomic_file.h"
#include "common/base/limits.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

Result<JobSpec> LoadJob(const std::filesystem::path& file) {
  return ParseJob(HANSA_TRY(ReadFile(file, limits::kJobFileBytes)), file.string());
}

Finding Refusal(const PolicyReason& reason) {
  return {.check = "job's policy",
          .exit_code = static_cast<int>(ErrorKind::kRefused),
          .finding = reason.text,
          .remedy = "Change [policy] in site.toml, if you agree to that"};
}

// Would this site's figures go into the job's sum?
Finding CheckCounts(const JobSpec& job, const SiteConfig& site) {
  const Result<ColumnCounts> counts = CountColumns(job, site);
  if (!counts.ok()) return Wrong("job's rows", counts.error());
  std::vector<uint64_t> within;
  for (const ColumnCount& column : counts->columns) within.push_back(column.within());
  if (const auto refusal = CheckStatisticsPolicy(site.policy, job.statistics, within))
    return Refusal(*refusal);
  return Right("job's rows", StrCat(counts->rows, " to count, of ", counts->report.rows_found,
                                    " found; dropped: ", counts->report.DropsText()));
}

}  // namespace

std::vector<Finding> CheckJobFile(const SiteConfig& site, const std::filesystem::path& file) {
  const Result<JobSpec> job = LoadJob(file);
  if (!job.ok()) return {Wrong("job", job.error())};
  std::vector<Finding> findings = {Right("job", StrCat(job->name, ", SHA-256 ", Hex(job->digest)))};

  const auto columns = CheckColumns(*job, site);
  if (!columns.ok()) findings.push_back(Wrong("job's columns", columns.error()));
  const auto reasons = CheckJobPolicy(site.policy, *job, columns.ok() ? *columns : ColumnsOf(*job));
  for (const PolicyReason& reason : reasons) findings.push_back(Refusal(reason));
  if (reasons.empty()) findings.push_back(Right("job's policy", "allowed"));
  if (!columns.ok()) return findings;

  if (job->task == JobTask::kStatistics) {
    findings.push_back(CheckCounts(*job, site));
    return findings;
  }
  const Result<Dataset> data = BuildDataset(*job, site);
  if (!data.ok())
    findings.push_back(Wrong("job's rows", data.error()));
  else
    findings.push_back(Right("job's rows", data->report.Text()));
  return findings;
}

}  // namespace hansa::client

#include "client/policy/policy_check.h"

#include <algorithm>

#include "common/base/bytes.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

using Reasons = std::vector<PolicyReason>;

bool Allows(const std::vector<std::string>& list, std::string_view name) {
  return std::any_of(list.begin(), list.end(),
                     [&](const std::string& allowed) { return allowed == "*" || allowed == name; });
}

void CheckName(const SitePolicy& policy, const JobSpec& job, Reasons& reasons) {
  if (Allows(policy.jobs, job.name) || Allows(policy.jobs, Hex(job.digest))) return;
  reasons.push_back({"policy_job", StrCat("the site's policy does not allow the job ", job.name)});
}

void CheckReading(const SitePolicy& policy, const std::vector<std::string>& columns,
                  Reasons& reasons) {
  std::string refused;
  for (const std::string& column : columns)
    if (!Allows(policy.columns, column)) refused += (refused.empty() ? "" : ", ") + column;
  if (refused.empty()) return;
  reasons.push_back(
      {"policy_column", StrCat("the site's policy does not allow reading ", refused)});
}

void CheckPrivacy(const SitePolicy& policy, const JobSpec& job, Reasons& reasons) {
  if (policy.secure_required && !job.secure) {
    reasons.push_back({"policy_secure_aggregation",
                       "the site requires secure aggregation, the job has secure = \"off\""});
  }
  if (job.secure && job.profile < policy.lowest_profile) {
    reasons.push_back({"policy_profile",
                       StrCat("the site's lowest profile of secure aggregation is ",
                              Name(policy.lowest_profile), ", the job has ", Name(job.profile))});
  }
  if (job.group_min < policy.smallest_cohort) {
    reasons.push_back(
        {"policy_cohort", StrCat("the site joins sums of at least ", policy.smallest_cohort,
                                 " sites, the job may sum ", job.group_min)});
  }
  if (job.secure && job.colluders < policy.colluders_feared) {
    reasons.push_back(
        {"policy_colluders", StrCat("the site fears ", policy.colluders_feared,
                                    " colluding sites, the job reckons with ", job.colluders)});
  }
}

void CheckAmounts(const SitePolicy& policy, const JobSpec& job, Reasons& reasons) {
  if (job.max_weight > policy.largest_weight) {
    reasons.push_back(
        {"policy_weight", StrCat("the site accepts a max_weight of ", policy.largest_weight,
                                 ", the job has ", job.max_weight)});
  }
  if (job.epochs > policy.largest_epochs) {
    reasons.push_back({"policy_epochs", StrCat("the site trains at most ", policy.largest_epochs,
                                               " epochs a round, the job asks for ", job.epochs)});
  }
  if (const uint64_t bytes = LayoutOf(job.network).elements() * sizeof(float);
      bytes > policy.largest_model) {
    reasons.push_back({"policy_model", StrCat("the site takes models of ", policy.largest_model,
                                              " bytes at most, the job's has ", bytes)});
  }
}

// Code of others runs at a site only when its owner has named the very file.
void CheckScript(const SitePolicy& policy, const JobSpec& job, Reasons& reasons) {
  if (!IsScript(job.network)) return;
  const std::string digest = Hex(job.network.script.sha256);
  const auto& listed = policy.scripts;
  if (std::find(listed.begin(), listed.end(), digest) != listed.end()) return;
  reasons.push_back(
      {"policy_script",
       StrCat("the job brings code of its own, TorchScript file ", digest,
              ", which the site's policy does not list: the owner reads it and adds the digest to "
              "policy.scripts")});
}

// Also of a training job that takes its normalisation from them.
void CheckStatistics(const SitePolicy& policy, const JobSpec& job, Reasons& reasons) {
  if (policy.statistics_allowed || job.statistics.columns.empty()) return;
  reasons.push_back({"policy_statistics", "the site's policy refuses statistics of its columns"});
}

}  // namespace

Reasons CheckJobPolicy(const SitePolicy& policy, const JobSpec& job,
                       const std::vector<std::string>& columns) {
  Reasons reasons;
  CheckName(policy, job, reasons);
  CheckReading(policy, columns, reasons);
  CheckPrivacy(policy, job, reasons);
  CheckAmounts(policy, job, reasons);
  CheckStatistics(policy, job, reasons);
  CheckScript(policy, job, reasons);
  return reasons;
}

Reasons CheckTaskPolicy(const SitePolicy& policy, uint32_t tasks_last_24h,
                        int local_minute_of_day) {
  Reasons reasons;
  if (tasks_last_24h >= policy.rounds_per_day) {
    reasons.push_back(
        {"policy_rounds_per_day", StrCat("the site answers at most ", policy.rounds_per_day,
                                         " tasks in 24 hours, and has done so")});
  }
  if (!policy.hours.Contains(local_minute_of_day)) {
    reasons.push_back({"policy_hours", StrCat("the site takes part between ", policy.hours.Text(),
                                              " its local time")});
  }
  return reasons;
}

Reasons CheckPolicy(const SitePolicy& policy, const JobSpec& job,
                    const std::vector<std::string>& columns, uint32_t tasks_last_24h,
                    int local_minute_of_day) {
  Reasons reasons = CheckJobPolicy(policy, job, columns);
  for (PolicyReason& reason : CheckTaskPolicy(policy, tasks_last_24h, local_minute_of_day))
    reasons.push_back(std::move(reason));
  return reasons;
}

}  // namespace hansa::client

#pragma once
// Does the site's policy allow a job, and a task of it now? Pure. Every reason is given, not only
// the first; a reason's text goes to the coordinator, so it never holds a data value.

#include <cstdint>
#include <string>
#include <vector>

#include "client/policy/site_policy.h"
#include "common/job/job_spec.h"

namespace hansa::client {

struct PolicyReason {
  std::string code;  // stable: the names below
  std::string text;  // for people

  bool operator==(const PolicyReason&) const = default;
};

// What does not change while the job runs: policy_job, policy_column, policy_secure_aggregation,
// policy_cohort, policy_colluders, policy_weight, policy_epochs, policy_statistics, policy_script.
// `columns` are all those that the job reads, expressions included (client/data/dataset.h,
// CheckColumns).
std::vector<PolicyReason> CheckJobPolicy(const SitePolicy& policy, const JobSpec& job,
                                         const std::vector<std::string>& columns);

// What changes with time: policy_rounds_per_day, policy_hours.
std::vector<PolicyReason> CheckTaskPolicy(const SitePolicy& policy, uint32_t tasks_last_24h,
                                          int local_minute_of_day);

// Both; empty: allowed.
std::vector<PolicyReason> CheckPolicy(const SitePolicy& policy, const JobSpec& job,
                                      const std::vector<std::string>& columns,
                                      uint32_t tasks_last_24h, int local_minute_of_day);

}  // namespace hansa::client

// Whether a secure sum over the job's sites can be had as the job wants it: the profile, the
// dropouts, and the groups (check_groups.cc).

#include <cmath>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/job/job_checks.h"
#include "common/job/profile_of.h"

namespace hansa::internal {
namespace {

constexpr double kUsualDropouts = 0.1, kMostDropouts = 0.49;

Result<> CheckPlain(const JobFaults& faults) {
  for (const char* key : {"aggregation.profile", "aggregation.dropouts",
                          "aggregation.largest_group", "aggregation.smallest_group"})
    if (faults.Has(key))
      return faults.At(key, "has no meaning in this job", "aggregation.secure is \"off\"",
                       "Write secure = \"required\", or remove it");
  return Success();
}

void TakeProfile(const v1::AggregationSection& aggregation, const JobFaults& faults, JobSpec& job) {
  constexpr uint32_t kComplete = limits::kCompleteGraphSites;
  if (faults.Has("aggregation.profile")) {
    job.profile = ProfileOf(aggregation.profile());
  } else {
    job.profile =
        job.clients_target <= kComplete ? secagg::Profile::kComplete : secagg::Profile::kMalicious;
  }
}

Result<> CheckDropouts(const v1::AggregationSection& aggregation, const JobFaults& faults,
                       JobSpec& job) {
  const bool has = faults.Has("aggregation.dropouts");
  if (job.profile == secagg::Profile::kComplete) {
    if (!has) return Success();
    return faults.At("aggregation.dropouts", "has no meaning with the profile \"complete\"",
                     "there the sum stands while t sites are left, however many drop",
                     "Remove it, or write aggregation.profile = \"malicious\"");
  }
  const double dropouts = has ? aggregation.dropouts() : kUsualDropouts;
  if (!(dropouts >= 0 && dropouts <= kMostDropouts))
    return faults.At("aggregation.dropouts", "must be from 0 to 0.49", StrCat("it is ", dropouts));
  job.dropout_permille = static_cast<uint32_t>(std::lround(dropouts * 1000));
  return Success();
}

}  // namespace

Result<> CheckCohort(const v1::JobFile& file, const JobFaults& faults, JobSpec& job) {
  if (!job.secure) {
    job.profile = secagg::Profile::kPlain;
    job.group_min = job.clients_min;
    job.group_max = limits::kSites;
    return CheckPlain(faults);
  }
  if (job.clients_min < kSmallestSecureCohort) {
    return faults.At("rounds.clients.min", "must be at least 3 with secure aggregation",
                     StrCat("it is ", job.clients_min,
                            ", and in a sum of two each site could subtract its own part"),
                     "Raise it, or write aggregation.secure = \"off\" (a site may refuse that)");
  }
  TakeProfile(file.aggregation(), faults, job);
  HANSA_TRY(CheckDropouts(file.aggregation(), faults, job));
  return CheckGroups(file.aggregation(), faults, job);
}

}  // namespace hansa::internal

// Whether a secure sum over the job's sites can be had as the job wants it: the profile, and a
// graph for the smallest and for the largest round.

#include <cmath>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/job/job_checks.h"
#include "common/job/profile_of.h"
#include "common/secagg/session_graph.h"

namespace hansa::internal {
namespace {

// A sum over fewer sites hides too little: with two, each knows the other's part.
constexpr uint32_t kSmallestSecureCohort = 3;
constexpr double kUsualDropouts = 0.1, kMostDropouts = 0.49;

Result<> CheckPlain(const JobFaults& faults) {
  for (const char* key : {"aggregation.profile", "aggregation.dropouts"})
    if (faults.Has(key))
      return faults.At(key, "has no meaning in this job", "aggregation.secure is \"off\"",
                       "Write secure = \"required\", or remove it");
  return Success();
}

Result<> CheckProfile(const v1::AggregationSection& aggregation, const JobFaults& faults,
                      JobSpec& job) {
  constexpr uint32_t kComplete = limits::kCompleteGraphSites;
  if (faults.Has("aggregation.profile")) {
    job.profile = ProfileOf(aggregation.profile());
  } else {
    job.profile =
        job.clients_target <= kComplete ? secagg::Profile::kComplete : secagg::Profile::kMalicious;
  }
  if (job.profile != secagg::Profile::kComplete || job.clients_target <= kComplete)
    return Success();
  return faults.At(
      "rounds.clients.target",
      StrCat("must be at most ", kComplete, " with aggregation.profile = \"complete\""),
      StrCat("it is ", job.clients_target),
      "Write aggregation.profile = \"malicious\": sites share masks with some others, "
      "not with all");
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

secagg::SessionSetup SetupOf(const JobSpec& job) {
  secagg::SessionSetup setup;
  setup.smallest_cohort = job.clients_min;
  setup.largest_cohort = job.clients_target;
  setup.profile = job.profile;
  setup.colluders = job.colluders;
  setup.dropout_permille = job.dropout_permille;
  return setup;
}

Result<> CheckGraph(const JobFaults& faults, const JobSpec& job, const char* key, uint32_t sites) {
  const auto graph = secagg::ChooseGraph(SetupOf(job), sites);
  if (graph.ok()) return Success();
  const Error& error = graph.error();
  return faults.At(faults.Has("aggregation.colluders") ? "aggregation.colluders" : key,
                   StrCat("cannot be had for ", sites, " sites"),
                   error.why.empty() ? error.what : error.why,
                   "Raise rounds.clients.min, or lower aggregation.colluders or dropouts");
}

}  // namespace

Result<> CheckCohort(const v1::JobFile& file, const JobFaults& faults, JobSpec& job) {
  if (!job.secure) {
    job.profile = secagg::Profile::kPlain;
    return CheckPlain(faults);
  }
  if (job.clients_min < kSmallestSecureCohort) {
    return faults.At("rounds.clients.min", "must be at least 3 with secure aggregation",
                     StrCat("it is ", job.clients_min,
                            ", and in a sum of two each site could subtract its own part"),
                     "Raise it, or write aggregation.secure = \"off\" (a site may refuse that)");
  }
  HANSA_TRY(CheckProfile(file.aggregation(), faults, job));
  HANSA_TRY(CheckDropouts(file.aggregation(), faults, job));
  HANSA_TRY(CheckGraph(faults, job, "rounds.clients.min", job.clients_min));
  if (job.clients_target == job.clients_min) return Success();
  return CheckGraph(faults, job, "rounds.clients.target", job.clients_target);
}

}  // namespace hansa::internal

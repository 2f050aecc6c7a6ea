// How a round's sites are split into sessions: no group may be too small for its sum, or for the
// graph of its profile, however many sites a round has.

#include <algorithm>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/job/group_sizes.h"
#include "common/job/job_checks.h"
#include "common/secagg/session_graph.h"

namespace hansa::internal {
namespace {

secagg::SessionSetup SetupOf(const JobSpec& job) {
  secagg::SessionSetup setup;
  setup.smallest_cohort = job.group_min;
  setup.largest_cohort = std::min(job.clients_target, job.group_max);
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

Result<> TakeSizes(const v1::AggregationSection& aggregation, const JobFaults& faults,
                   JobSpec& job) {
  const bool complete = job.profile == secagg::Profile::kComplete;
  const uint32_t most = complete ? limits::kCompleteGraphSites : limits::kSites;
  job.group_max =
      HANSA_TRY(CountOr(faults, "aggregation.largest_group", aggregation.largest_group(), most,
                        kSmallestSecureCohort, most));
  if (faults.Has("aggregation.smallest_group")) {
    job.group_min =
        HANSA_TRY(CountOr(faults, "aggregation.smallest_group", aggregation.smallest_group(), 0,
                          kSmallestSecureCohort, std::min(job.clients_min, job.group_max)));
    return Success();
  }
  job.group_min = job.clients_min;
  if (job.group_min <= job.group_max) return Success();
  return faults.At(
      "rounds.clients.min", StrCat("must be at most ", job.group_max, ", the largest group"),
      StrCat("it is ", job.clients_min, ", and each group's sum would hold at least as many"),
      "Write aggregation.smallest_group: the sites that a group's sum holds at least");
}

Error TooSmall(const JobFaults& faults, const JobSpec& job, uint32_t sites,
               const GroupSizes& sizes) {
  const char* key =
      faults.Has("aggregation.largest_group") ? "aggregation.largest_group" : "rounds.clients.min";
  return faults.At(
      key, StrCat("splits a round of ", sites, " sites into groups that are too small"),
      StrCat(sizes.groups, " groups of at most ", job.group_max, " sites: the smallest has ",
             sizes.smallest, ", and a group's sum holds ", job.group_min, " at least"),
      StrCat("Raise aggregation.largest_group to ", 2 * job.group_min - 1,
             " or more, or lower aggregation.smallest_group"));
}

}  // namespace

Result<> CheckGroups(const v1::AggregationSection& aggregation, const JobFaults& faults,
                     JobSpec& job) {
  HANSA_TRY(TakeSizes(aggregation, faults, job));
  uint32_t smallest = job.clients_target, largest = 0;
  for (uint32_t sites = job.clients_min; sites <= job.clients_target; ++sites) {
    const GroupSizes sizes = GroupSizesOf(sites, job.group_max);
    if (sizes.smallest < job.group_min) return TooSmall(faults, job, sites, sizes);
    smallest = std::min(smallest, sizes.smallest);
    largest = std::max(largest, sizes.largest);
  }
  HANSA_TRY(CheckGraph(faults, job, "rounds.clients.min", smallest));
  if (largest == smallest) return Success();
  return CheckGraph(faults, job, "rounds.clients.target", largest);
}

}  // namespace hansa::internal

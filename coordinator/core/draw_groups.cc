#include "coordinator/core/draw_groups.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/secagg/session_graph.h"
#include "coordinator/core/scheduling/suspects.h"
#include "coordinator/core/scheduling/usable_sites.h"
#include "coordinator/core/split_into_groups.h"

namespace hansa::coordinator {
namespace {

using Groups = std::vector<std::vector<SiteId>>;

// The job was checked for the groups that it makes by itself, not for smaller ones.
bool HaveGraphs(const JobSpec& job, const Groups& groups) {
  const secagg::SessionSetup setup{.smallest_cohort = job.group_min,
                                   .largest_cohort = job.group_max,
                                   .profile = job.profile,
                                   .colluders = job.colluders,
                                   .dropout_permille = job.dropout_permille};
  return std::ranges::all_of(groups, [&](const std::vector<SiteId>& group) {
    return group.size() <= job.group_max &&
           secagg::ChooseGraph(setup, static_cast<uint32_t>(group.size())).ok();
  });
}

}  // namespace

Groups DrawGroups(const JobContext& job, const SessionPlan& plan) {
  const JobSpec& spec = *job.spec;
  crypto::SeededRandom random =
      SelectionRandom(job, StrCat("groups ", v1::SessionPurpose_Name(plan.purpose)));
  if (!job.suspects.empty() && plan.sites.size() <= spec.clients_target) {
    Groups narrow = SplitSuspects(plan.sites, spec.group_min, job.suspects, random);
    if (narrow.size() > 1 && HaveGraphs(spec, narrow)) return narrow;
  }
  return SplitIntoGroups(plan.sites, spec.group_max, random);
}

}  // namespace hansa::coordinator

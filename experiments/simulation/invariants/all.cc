#include "experiments/simulation/coordinator_host.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

void AddOfJob(const Plan& plan, const JobSpec& spec, size_t job, std::vector<Watch>& all) {
  all.push_back({MakeExactSum(spec), job});
  all.push_back({MakeExactStatistics(), job});
  all.push_back({MakeTrainedOnParent(), job});
  all.push_back({MakeCountedOnce(), job});
  all.push_back({MakeQuorumHeld(spec), job});
  all.push_back({MakeAcknowledgedKept(spec, JobId(job)), job});
  all.push_back({MakeOwnWorkHolds(), job});
  all.push_back({MakeWindowsHold(plan, spec), job});
  all.push_back({MakeConvictedStayOut(plan), job});
  all.push_back({MakeRoundsEndOnce(), job});
  all.push_back({MakeVersionsGrow(spec), job});
  all.push_back({MakeProgress(plan, spec), job});
  all.push_back({MakeThresholdMeasured(spec), job});
}

}  // namespace

std::vector<Watch> AllInvariants(const Plan& plan,
                                 const std::vector<std::shared_ptr<const JobSpec>>& jobs) {
  std::vector<Watch> all;
  for (size_t job = 0; job < jobs.size(); ++job) AddOfJob(plan, *jobs[job], job, all);
  all.push_back({MakeStoreAccepts(), {}});
  all.push_back({MakeOneAnswer(), {}});
  all.push_back({MakeOneKindOfShare(), {}});
  all.push_back({MakeSessionsGrow(), {}});
  all.push_back({MakeMemoryBounded(plan), {}});
  all.push_back({MakeNoSpinning(), {}});
  all.push_back({MakeStaysConnected(), {}});
  all.push_back({MakeOneTaskASite(jobs), {}});
  all.push_back({MakePausedAsksNobody(jobs), {}});
  if (plan.spool > 0) all.push_back({MakeSpoolBounded(plan), {}});
  if (plan.script) all.push_back({MakeScriptAgreed(plan, *jobs.front()), {}});
  return all;
}

}  // namespace hansa::simulation

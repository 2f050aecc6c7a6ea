#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {

std::vector<InvariantPtr> AllInvariants(const Plan& plan, const JobSpec& spec) {
  std::vector<InvariantPtr> all;
  all.push_back(MakeExactSum(spec));
  all.push_back(MakeTrainedOnParent());
  all.push_back(MakeCountedOnce());
  all.push_back(MakeQuorumHeld(spec));
  all.push_back(MakeAcknowledgedKept());
  all.push_back(MakeStoreAccepts());
  all.push_back(MakeOwnWorkHolds());
  all.push_back(MakeWindowsHold(spec));
  all.push_back(MakeRoundsEndOnce());
  all.push_back(MakeVersionsGrow());
  all.push_back(MakeOneAnswer());
  all.push_back(MakeOneKindOfShare());
  all.push_back(MakeSessionsGrow());
  all.push_back(MakeMemoryBounded(plan));
  all.push_back(MakeNoSpinning());
  all.push_back(MakeStaysConnected());
  all.push_back(MakeProgress(plan, spec));
  return all;
}

}  // namespace hansa::simulation

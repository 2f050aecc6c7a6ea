#pragma once
// One function a promise; each makes the object that watches over it in one run.

#include <memory>

#include "experiments/simulation/witness.h"

namespace hansa::simulation {

using InvariantPtr = std::unique_ptr<Invariant>;

// A published model is its parent plus the mean of exactly the vectors given to its session.
InvariantPtr MakeExactSum(const JobSpec& spec);
// Statistics are those of exactly the sites in the sum, and every later task has what was taken
// from them.
InvariantPtr MakeExactStatistics();
// What a site gave is an update of the model that the sum is added to.
InvariantPtr MakeTrainedOnParent();
// A session feeds one version, and a site is in a sum once.
InvariantPtr MakeCountedOnce();
// No sum holds fewer sites than the quorum.
InvariantPtr MakeQuorumHeld(const JobSpec& spec);
// What was told to anyone is still there after a restart, at both sides.
InvariantPtr MakeAcknowledgedKept(const JobSpec& spec, std::string job_id);
// Every commit keeps the store's rules.
InvariantPtr MakeStoreAccepts();
// The job is never lost to the coordinator's own work.
InvariantPtr MakeOwnWorkHolds();
// Every phase, and so every round, ends within its windows.
// With other jobs on the same sites, the wait for these is bounded too: nobody starves.
InvariantPtr MakeWindowsHold(const Plan& plan, const JobSpec& spec);
// Nobody is convicted but who cheats, and it is asked nothing more.
InvariantPtr MakeConvictedStayOut(const Plan& plan);
// Each round that starts has one end, and so has the job, over every restart.
InvariantPtr MakeRoundsEndOnce();
// Versions ascend, and the bytes of one never change.
InvariantPtr MakeVersionsGrow(const JobSpec& spec);
// A threshold is that of the sites' errors, of the newest version, and there when it was asked for
// and measured.
InvariantPtr MakeThresholdMeasured(const JobSpec& spec);
// A site answers one (task, base, data) once.
InvariantPtr MakeOneAnswer();
// A site reveals one kind of share of another, and says it in the same bytes.
InvariantPtr MakeOneKindOfShare();
// The numbers of sessions ascend, at the coordinator and at each site.
InvariantPtr MakeSessionsGrow();
// A site is asked by one job at a time.
InvariantPtr MakeOneTaskASite(const std::vector<std::shared_ptr<const JobSpec>>& jobs);
// A paused job asks nobody.
InvariantPtr MakePausedAsksNobody(const std::vector<std::shared_ptr<const JobSpec>>& jobs);
// Queues and what machines hold stay within their bounds.
InvariantPtr MakeMemoryBounded(const Plan& plan);
// Of updates no more lies in the coordinator's spool than it may hold.
InvariantPtr MakeSpoolBounded(const Plan& plan);
// A script is run where its owner has listed it, and it is the file that the job names.
InvariantPtr MakeScriptAgreed(const Plan& plan, const JobSpec& spec);
// No machine asks to be woken for nothing.
InvariantPtr MakeNoSpinning();
// A site does not stay away from its own coordinator.
InvariantPtr MakeStaysConnected();
// Once nothing goes wrong any more, no round fails and the job ends.
InvariantPtr MakeProgress(const Plan& plan, const JobSpec& spec);

}  // namespace hansa::simulation

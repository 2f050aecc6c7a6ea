#pragma once
// One run of a whole fleet under virtual time: the coordinator's machine and thousands of sites'
// machines, as in production, in one thread. The plan decides everything.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "experiments/simulation/fleet_keys.h"
#include "experiments/simulation/witness.h"

namespace hansa::simulation {

struct Outcome {
  std::vector<Breach> breaches;  // promises that did not hold, in order; none is how it should be
  bool job_ended = false;
  bool job_succeeded = false;
  std::string job_reason;  // why it did not succeed
  uint64_t rounds_completed = 0;
  uint64_t rounds_failed = 0;                  // attempts, by the coordinator's restarts too
  uint64_t site_rounds = 0;                    // updates that sites gave
  std::map<std::string, uint64_t> resumed_in;  // restarts of the coordinator, by phase
  uint64_t events = 0;
  FaultCounts faults{};
  Duration took{};         // virtual
  uint64_t convicted = 0;  // sites
};

// Until the job has ended, until the first promise is broken, or until it should have ended.
// kBadInput when the plan's numbers make no job, or when it plants a bug that this build has not.
// `keys` has as many sites as the plan.
Result<Outcome> Simulate(const Plan& plan, std::shared_ptr<const FleetKeys> keys);

}  // namespace hansa::simulation

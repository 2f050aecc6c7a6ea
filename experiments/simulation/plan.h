#pragma once
// All that a simulated run depends on. The same plan gives the same run, to the last event.

#include <memory>
#include <string>
#include <vector>

#include "common/base/bytes.h"
#include "common/base/planted_bug.h"
#include "common/job/job_spec.h"
#include "experiments/simulation/faults.h"

namespace hansa::simulation {

struct Plan {
  uint64_t seed = 1;
  uint32_t sites = 5;
  uint32_t rounds = 3;
  uint32_t quorum = 3;
  uint32_t target = 4;
  uint32_t failures_allowed = 3;  // in a row
  bool secure = false;
  std::string profile = "complete";  // of secure sums; on rings sites accept any
  uint32_t largest_group = 0;        // sites of one session; 0: as many as the profile allows
  uint32_t smallest_group = 0;       // 0: the quorum
  bool evaluate = true;
  bool statistics = false;        // the job counts a column, and trains nothing
  bool threshold = false;         // an autoencoder whose threshold is measured and published
  bool normalize = false;         // the job takes its normalisation from the sites first
  Duration window = seconds(10);  // of training, aggregating and evaluating
  Duration selecting = seconds(60);
  Duration longest_training = seconds(2);  // shorter than the window
  Duration longest_delay = milliseconds(50);
  Duration heartbeat = seconds(2);
  Duration faults_for = std::chrono::minutes(10);  // then none; the job must come to its end
  Duration cancel_after{};                         // every job, by an operator; 0: never
  uint32_t jobs = 1;           // at once over the same sites, priorities 5, 6, 5, 6, ...
  Duration pause_every{};      // an operator pauses a job, and lets it go on later; 0: never
  uint32_t over_select = 100;  // percent of the target that a round asks
  bool staleness = false;      // the selection's policy; else availability, or uniform
  bool availability = false;
  Duration cooldown{};
  uint32_t piece = 0;   // bytes of a model in one message; 0: all
  uint64_t spool = 0;   // bytes of updates that the coordinator's spool takes; 0: all
  bool script = false;  // the network is a TorchScript file, which the last site does not run
  Faults faults;
  PlantedBug bug = PlantedBug::kNone;  // builds with HANSA_PLANTED_BUGS only

  bool operator==(const Plan&) const = default;
};

// One site cheats in secure sessions: it signs what it did, or nobody can tell whose input was
// noise.
inline constexpr uint32_t kCheat = 0;
inline bool SomeoneCheats(const Plan& plan) {
  return plan.bug == PlantedBug::kFalseDealing || plan.bug == PlantedBug::kFalseShare ||
         plan.bug == PlantedBug::kFalseInput;
}

// The file of plans with a script. Nobody opens it.
Bytes ScriptBytes();

// kBadInput when the plan's numbers make no job, or when it plants a bug and this build has none.
Result<std::vector<std::shared_ptr<const JobSpec>>> JobsOf(const Plan& plan);

}  // namespace hansa::simulation

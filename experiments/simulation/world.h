#pragma once
// What the parts of one simulated run share. One thread.

#include <algorithm>
#include <memory>
#include <set>
#include <vector>

#include "client/core/task_digest.h"
#include "common/base/limits.h"
#include "common/crypto/random.h"
#include "experiments/simulation/chaos.h"
#include "experiments/simulation/event_queue.h"
#include "experiments/simulation/fleet_keys.h"
#include "experiments/simulation/plan.h"
#include "experiments/simulation/reading_room.h"
#include "experiments/simulation/witness.h"

namespace hansa::simulation {

// When every simulation starts: 2027-01-15.
inline constexpr UnixMillis kEpoch = 1'800'000'000'000;

struct World {
  World(const Plan& given, std::vector<std::shared_ptr<const JobSpec>> all,
        std::shared_ptr<const FleetKeys> fleet)
      : plan(given),
        jobs(std::move(all)),
        spec(jobs.front()),
        keys(std::move(fleet)),
        chaos(plan.seed, plan.faults),
        timing(plan.seed, 1),
        training(plan.seed, 2),
        random(plan.seed, "machines"),
        may_still_leave(plan.sites - std::min(plan.sites, plan.quorum + 1 + plan.script)),
        operating(plan.seed, 3),
        witness(AllInvariants(plan, jobs), now) {
    for (const auto& job : jobs)
      train_tasks.insert(client::TaskDigest(job->digest, client::TaskKind::kTrain));
  }
  World(const World&) = delete;  // its parts point into it
  World& operator=(const World&) = delete;

  // Of a vector that goes in one message.
  uint64_t inline_bytes() const { return plan.piece > 0 ? plan.piece : limits::kInlineVectorBytes; }
  // Whether the site's owner has listed the script of the plan's jobs.
  bool RunsScript(uint32_t site) const { return !plan.script || site + 1 < plan.sites; }
  void Later(Duration after, Event event) { queue.Push(now + after, std::move(event)); }
  Now CoordinatorNow() const { return {now, kEpoch + (now - Instant{}) / milliseconds(1)}; }

  const Plan plan;
  const std::vector<std::shared_ptr<const JobSpec>> jobs;
  const std::shared_ptr<const JobSpec>
      spec;  // of the first; the others differ in name and priority
  const std::shared_ptr<const FleetKeys> keys;
  Chaos chaos;
  Dice timing, training;
  crypto::SeededRandom random;  // the machines'
  EventQueue queue;
  ReadingRoom reading_room;
  Instant now{};
  uint32_t may_still_leave;              // for good; the others are enough for a round
  Dice operating;                        // when an operator pauses what
  std::set<crypto::Digest> train_tasks;  // rule 9's names of the jobs' trainings
  Witness witness;
};

}  // namespace hansa::simulation

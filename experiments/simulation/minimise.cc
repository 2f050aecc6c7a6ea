#include "experiments/simulation/minimise.h"

#include <algorithm>

namespace hansa::simulation {
namespace {

// Smaller plans to try, the boldest first.
std::vector<Plan> Smaller(const Plan& plan) {
  std::vector<Plan> tries;
  const auto add = [&](auto change) {
    Plan smaller = plan;
    change(smaller);
    if (!(smaller == plan)) tries.push_back(smaller);
  };
  for (const FaultField& fault : FaultFields()) add([&](Plan& p) { p.faults.*fault.chance = 0; });
  for (const uint32_t sites : {plan.quorum, (plan.quorum + plan.sites) / 2, plan.sites - 1})
    if (sites >= plan.quorum && sites < plan.sites)
      add([&](Plan& p) {
        p.sites = sites;
        p.target = std::min(p.target, sites);
      });
  add([](Plan& p) {  // a fleet of the smallest secure size
    p.quorum = std::min(p.quorum, 3U);
    p.target = std::min(p.target, 4U);
    p.sites = std::min(p.sites, 5U);
  });
  for (const uint32_t rounds : {1U, plan.rounds / 2, plan.rounds - 1})
    if (rounds >= 1 && rounds < plan.rounds) add([&](Plan& p) { p.rounds = rounds; });
  add([](Plan& p) { p.threshold = false; });
  if (!plan.threshold) add([](Plan& p) { p.evaluate = false; });
  add([](Plan& p) { p.jobs = 1; });
  if (plan.jobs > 2) add([](Plan& p) { --p.jobs; });
  add([](Plan& p) { p.pause_every = {}; });
  add([](Plan& p) { p.cooldown = {}; });
  add([](Plan& p) { p.over_select = 100; });
  add([](Plan& p) { p.staleness = p.availability = false; });
  for (const int64_t part : {8, 2})
    add([&](Plan& p) { p.faults_for = milliseconds(p.faults_for / milliseconds(1) / part); });
  return tries;
}

}  // namespace

Minimised Minimise(const Plan& plan, const Breach& breach, uint32_t most_runs) {
  Minimised found{.plan = plan, .breach = breach};
  std::shared_ptr<const FleetKeys> keys;
  for (bool better = true; std::exchange(better, false);) {
    for (const Plan& smaller : Smaller(found.plan)) {
      if (found.runs >= most_runs) return found;
      ++found.runs;
      if (!keys || keys->sites.size() != smaller.sites) keys = MakeFleetKeys(smaller.sites);
      const Result<Outcome> outcome = Simulate(smaller, keys);
      if (!outcome.ok() || outcome->breaches.empty()) continue;
      if (outcome->breaches.front().invariant != breach.invariant) continue;
      found.plan = smaller;
      found.breach = outcome->breaches.front();
      better = true;
      break;
    }
  }
  return found;
}

}  // namespace hansa::simulation

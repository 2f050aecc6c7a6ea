#include "experiments/simulation/command/simulate_plan.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "experiments/simulation/plan_text.h"

namespace hansa::simulation {
namespace {

// A secure cohort grows with the square; larger fleets take turns.
constexpr uint32_t kLargestSecureCohort = 100;
constexpr uint32_t kSmallestQuorum = 3;
constexpr uint32_t kEndless = 1'000'000;  // rounds, where the hours end the job

bool ReadSeed(std::string_view text, uint64_t& seed) {
  const auto end = text.data() + text.size();
  return !text.empty() && std::from_chars(text.data(), end, seed).ptr == end;
}

}  // namespace

Result<SeedRange> SeedsOf(const std::string& text) {
  SeedRange range;
  const size_t dots = text.find("..");
  const bool one = dots == std::string::npos;
  const std::string_view all = text;
  const bool read = ReadSeed(all.substr(0, dots), range.first) &&
                    (one || ReadSeed(all.substr(dots + 2), range.last));
  if (one) range.last = range.first;
  if (read && range.first <= range.last) return range;
  return Error{ErrorKind::kUsage, "--seeds is no range of numbers", StrCat("it is \"", text, "\""),
               "Write a seed, or the first and the last: --seeds 1..100"};
}

Result<Plan> PlanOf(const SimulateOptions& options) {
  Plan plan;
  plan.sites = options.clients;
  plan.rounds = options.rounds;
  plan.jobs = options.jobs;
  plan.pause_every = Duration(static_cast<Duration::rep>(options.pause_every * 1e9));
  plan.secure = options.secure == "on";
  plan.profile = options.profile;
  plan.evaluate = options.evaluate == "on";
  plan.faults = HANSA_TRY(FaultMix(options.faults));
  plan.bug = HANSA_TRY(BugOf(options.plant));
  const bool complete = plan.secure && plan.profile == "complete";
  const bool one_session = complete && options.largest_group == 0;
  plan.target = one_session ? std::min(plan.sites, kLargestSecureCohort) : plan.sites;
  plan.over_select = static_cast<uint32_t>(std::lround(options.over_select * 100));
  plan.target = std::max(kSmallestQuorum, plan.target * 100 / plan.over_select);
  plan.staleness = options.policy == "staleness";
  plan.availability = options.policy == "availability";
  plan.cooldown = Duration(static_cast<Duration::rep>(options.cooldown * 1e9));
  plan.threshold = options.threshold;
  if (plan.threshold && !plan.evaluate)
    return Error{ErrorKind::kUsage, "--threshold needs --evaluate on", "a threshold is measured"};
  plan.quorum = std::max(kSmallestQuorum, plan.target * 6 / 10);
  plan.largest_group = options.largest_group;
  if (plan.largest_group > 0)
    plan.smallest_group = std::min(plan.quorum, std::max(kSmallestQuorum, plan.largest_group / 2));
  plan.piece = options.piece;
  plan.spool = options.spool_bound;
  plan.script = options.script;
  if (plan.script && plan.threshold)
    return Error{ErrorKind::kUsage, "--script does not go with --threshold",
                 "a threshold is an autoencoder's"};
  if (options.hours > 0) {
    plan.rounds = kEndless;
    plan.failures_allowed = 1000;
    plan.selecting = std::chrono::hours(1);
    plan.cancel_after = Duration(static_cast<Duration::rep>(options.hours * 3600e9));
    plan.faults_for = plan.cancel_after * 9 / 10;  // in the last tenth nothing may fail
  }
  return plan;
}

}  // namespace hansa::simulation

#include "experiments/simulation/command/simulate_report.h"

#include <unistd.h>

#include "common/base/text.h"
#include "common/process/resident_memory.h"
#include "common/terminal/table.h"
#include "experiments/simulation/plan_text.h"

namespace hansa::simulation {
namespace {

double SiteRoundsPerSecond(const SeedRuns& runs) {
  return runs.seconds > 0 ? static_cast<double>(runs.site_rounds) / runs.seconds : 0;
}

}  // namespace

std::string Summary(const SeedRuns& runs) {
  uint64_t faults = 0;
  for (const uint64_t count : runs.faults) faults += count;
  return StrCat(runs.seeds, " seeds, ", runs.failed.size(), " failed; ", runs.rounds_completed,
                " rounds completed, ", runs.rounds_failed, " failed; ", faults, " faults, ",
                runs.events, " events; ", terminal::Fixed(runs.virtual_seconds, 0),
                " s simulated in ", terminal::Fixed(runs.seconds, 1), " s; ",
                terminal::Fixed(SiteRoundsPerSecond(runs), 0), " site-rounds per second");
}

nlohmann::json ToJson(const SimulateOptions& options, const SeedRuns& runs) {
  nlohmann::json failed = nlohmann::json::array(), faults = nlohmann::json::object();
  for (const FailedSeed& seed : runs.failed) failed.push_back(seed.plan.seed);
  for (size_t i = 0; i < kFaultKinds; ++i)
    faults[std::string(FaultFields()[i].name)] = runs.faults[i];
  return {{"event", "simulation_finished"},
          {"clients", options.clients},
          {"secure_aggregation", options.secure == "on"},
          {"crypto", options.crypto},
          {"seeds", runs.seeds},
          {"failed_seeds", failed},
          {"jobs_succeeded", runs.jobs_succeeded},
          {"rounds_completed", runs.rounds_completed},
          {"rounds_failed", runs.rounds_failed},
          {"site_rounds", runs.site_rounds},
          {"faults_injected", faults},
          {"resumed_in", runs.resumed_in},
          {"events", runs.events},
          {"virtual_seconds", runs.virtual_seconds},
          {"seconds", runs.seconds},
          {"site_rounds_per_second", SiteRoundsPerSecond(runs)},
          {"peak_rss_bytes", ResidentMemoryOf(::getpid()).peak_bytes}};
}

std::string ToText(const FailedSeed& failed, const Minimised& smallest, const std::string& crypto) {
  return StrCat("seed ", failed.plan.seed, " breaks ", failed.breach.invariant, " after ",
                Seconds(failed.breach.at), " s: ", failed.breach.what,
                "\nThe smallest plan found (", smallest.runs,
                " runs); keep it as tests/simulation/cases/NAME.txt:\n\n# ",
                smallest.breach.invariant, ": ", smallest.breach.what, "\n# with ", crypto,
                " cryptography\n", ToText(smallest.plan), "\n");
}

}  // namespace hansa::simulation

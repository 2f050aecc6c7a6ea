#include "experiments/simulation/command/simulate_command.h"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/terminal/command_line.h"
#include "common/terminal/style.h"
#include "experiments/simulation/command/simulate_plan.h"
#include "experiments/simulation/command/simulate_report.h"
#include "experiments/simulation/plan_text.h"

namespace hansa::simulation {
namespace {

constexpr size_t kMinimised = 3;  // failing seeds that are shown in full

Result<Plan> ReadPlan(const std::string& path) {
  std::ifstream file(path);
  if (!file) return BadInput(StrCat("cannot read ", path), "", "Name a file that holds a plan");
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return PlanFromText(text).WithContext(path);
}

// Redraws a line a few times a second.
class Progress {
 public:
  void Show(const SeedRuns& runs) {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) return;
    next_ = now + milliseconds(200);
    line_.Show(Summary(runs));
  }
  void Clear() { line_.Clear(); }

 private:
  terminal::ProgressLine line_;
  std::chrono::steady_clock::time_point next_{};
};

void Explain(const SeedRuns& runs, const std::string& crypto) {
  for (size_t i = 0; i < std::min(kMinimised, runs.failed.size()); ++i) {
    const FailedSeed& failed = runs.failed[i];
    std::fputs(ToText(failed, Minimise(failed.plan, failed.breach), crypto).c_str(), stderr);
  }
  if (runs.failed.size() > kMinimised)
    std::fprintf(stderr, "%zu more seeds failed\n", runs.failed.size() - kMinimised);
}

}  // namespace

void AddSimulateOptions(CLI::App& command, SimulateOptions& options) {
  command.add_option("--clients", options.clients, "sites of the fleet")
      ->check(CLI::Range(3, static_cast<int>(limits::kSites)))
      ->capture_default_str();
  command.add_option("--rounds", options.rounds, "rounds of the job")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  command.add_option("--jobs", options.jobs, "jobs at once over the same sites")
      ->check(CLI::Range(1, static_cast<int>(limits::kJobsRunning)))
      ->capture_default_str();
  command
      .add_option("--pause-every", options.pause_every,
                  "seconds, about: an operator pauses a job and lets it go on")
      ->check(CLI::Range(0.0, 1e6));
  command
      .add_option("--over-select", options.over_select,
                  "times the sites wanted that a round asks; the fleet is that much larger")
      ->check(CLI::Range(1.0, 10.0))
      ->capture_default_str();
  command.add_option("--policy", options.policy, "which sites a round asks")
      ->check(CLI::IsMember({"uniform", "staleness", "availability"}))
      ->capture_default_str();
  command.add_option("--cooldown", options.cooldown, "seconds a site rests between two rounds")
      ->check(CLI::Range(0.0, 1e6))
      ->capture_default_str();
  command.add_flag("--threshold", options.threshold,
                   "an autoencoder, whose threshold for anomalies is measured and published");
  command
      .add_option("--piece", options.piece,
                  "bytes of a model or an update in one message; 16: both come in pieces")
      ->check(CLI::Range(0, 1000000));
  command
      .add_option("--spool-bound", options.spool_bound,
                  "bytes of updates that the coordinator's spool takes; one has 40; with --piece")
      ->check(CLI::Range(uint64_t{1}, uint64_t{1} << 40));
  command.add_flag("--script", options.script,
                   "the network is a TorchScript file, which one site's owner has not listed");
  command.add_option("--seeds", options.seeds, "a seed, or A..B: one run each")
      ->capture_default_str();
  command
      .add_option("--faults", options.faults, "none, default, network, crashes, rubbish or heavy")
      ->capture_default_str();
  command.add_option("--secure", options.secure, "secure aggregation")
      ->check(CLI::IsMember({"on", "off"}))
      ->capture_default_str();
  command
      .add_option("--profile", options.profile,
                  "of secure aggregation; the rings of the two others need some 30 sites")
      ->check(CLI::IsMember({"complete", "malicious", "semi-honest"}))
      ->capture_default_str();
  command
      .add_option("--largest-group", options.largest_group,
                  "sites of one session: more are split into groups; 0: as the profile allows")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command.add_option("--evaluate", options.evaluate, "a second session in each round")
      ->check(CLI::IsMember({"on", "off"}))
      ->capture_default_str();
  command
      .add_option("--crypto", options.crypto, "real, or stand-in: fast, and the same arithmetic")
      ->check(CLI::IsMember({"real", "stand-in"}))
      ->capture_default_str();
  command
      .add_option("--hours", options.hours,
                  "rounds for so many simulated hours, in place of --rounds")
      ->check(CLI::Range(0.0, 100000.0));
  command.add_option("--replay", options.replay, "run the one plan in this file")
      ->check(CLI::ExistingFile);
#ifdef HANSA_PLANTED_BUGS
  command.add_option("--plant", options.plant, "a bug to be found: send_before_commit, ...");
#endif
}

Result<> RunSimulate(const SimulateOptions& options) {
  Plan plan;
  SeedRange seeds;
  if (options.replay.empty()) {
    plan = HANSA_TRY(PlanOf(options));
    seeds = HANSA_TRY(SeedsOf(options.seeds));
  } else {
    plan = HANSA_TRY(ReadPlan(options.replay));
    seeds = {plan.seed, plan.seed};
  }
  Progress progress;
  const SeedRuns runs =
      HANSA_TRY(RunSeeds(plan, seeds.first, seeds.last,
                         [&progress](const SeedRuns& so_far) { progress.Show(so_far); }));
  progress.Clear();
  Explain(runs, options.crypto);
  if (options.json)
    terminal::PrintJson(ToJson(options, runs));
  else
    std::printf("%s\n", Summary(runs).c_str());
  if (runs.failed.empty()) return Success();
  return WorkFailed(StrCat(runs.failed.size(), " of ", runs.seeds, " seeds broke a promise"), "",
                    "Run one alone with --seeds N, or its smallest plan with --replay FILE");
}

}  // namespace hansa::simulation

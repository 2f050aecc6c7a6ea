#include "experiments/bench/round_bench.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "common/process/child_process.h"
#include "coordinator/cli/demo/local_fleet.h"
#include "experiments/bench/exchange_limit.h"
#include "experiments/bench/scratch_folder.h"

namespace hansa::bench {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// Trainers start in the first round; caches and the allocator settle in the next few.
constexpr unsigned kWarmUpRounds = 15;
// The first one, with a hundred trainers that start on a few cores.
constexpr std::chrono::minutes kLongestRound(10);

void WriteData(const fs::path& file, size_t site) {
  std::ofstream out(file);
  out << "x,y\n";
  for (int i = 0; i < 64; ++i)
    out << i / 32.0 - 1 << ',' << i / 16.0 + static_cast<double>(site) << '\n';
}

std::string JobText(const RoundBenchOptions& options) {
  return StrCat(
      "name = \"bench\"\n[model]\narchitecture = \"mlp\"\nloss = \"mse\"\n[data]\n",
      "features = [{ column = \"x\" }]\ntarget = { column = \"y\" }\n[local]\nbatch_size = 64\n",
      "learning_rate = 0.01\n[rounds]\ncount = ", options.rounds + kWarmUpRounds,
      "\nevaluate = false\nclients = { min = ", options.clients, ", target = ", options.clients,
      " }\nselecting = \"10min\"\n[aggregation]\nsecure = \"required\"\nprofile = \"",
      options.profile, "\"\n");
}

double Quantile(std::vector<double> values, double q) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const double at = std::ceil(q * static_cast<double>(values.size())) - 1;
  return values[static_cast<size_t>(std::clamp(at, 0.0, static_cast<double>(values.size() - 1)))];
}

Result<std::unique_ptr<cli::LocalFleet>> StartFleet(const RoundBenchOptions& options,
                                                    const fs::path& folder) {
  cli::FleetOptions fleet_options;
  fleet_options.out = folder / "fleet";
  fleet_options.programs = options.programs;
  for (size_t i = 0; i < options.clients; ++i) {
    const fs::path data = folder / StrCat("site-", i, ".csv");
    WriteData(data, i);
    fleet_options.sites.push_back({.name = StrCat("site-", i),
                                   .data = data,
                                   .keys = "",
                                   .policy =
                                       "[policy]\njobs = [\"bench\"]\ncolumns = [\"x\", \"y\"]\n"
                                       "profile = \"semi-honest\"\n"
                                       "rounds_per_day = 100000\n",
                                   .environment = {},
                                   .command = {}});
  }
  auto fleet = HANSA_TRY(cli::LocalFleet::Start(std::move(fleet_options)));
  for (size_t i = 0; i < options.clients; ++i) {
    HANSA_TRY(fleet->Enrol(i));
    HANSA_TRY(fleet->StartAgent(i));
    options.progress(StrCat("starting sites: ", i + 1, " of ", options.clients));
  }
  return fleet;
}

}  // namespace

Result<RoundBench> RunRoundBench(const RoundBenchOptions& options) {
  const double exchange = HANSA_TRY(MeasureExchange(options.clients));
  const ScratchFolder scratch;
  auto fleet = HANSA_TRY(StartFleet(options, scratch.path()));
  const fs::path job = scratch.path() / "job.toml";
  std::ofstream(job) << JobText(options);
  ChildProcess run = HANSA_TRY(ChildProcess::Start(
      {.program = options.programs / "hansa",
       .arguments = {"job", "run", job, "--seed", "1", "--json", "--context", fleet->context()},
       .standard_error = scratch.path() / "run.log",
       .environment = {}}));
  std::vector<double> total, training, aggregating, publishing;
  unsigned seen = 0;
  json last;
  while (!run.output_ended()) {
    const auto line = run.ReadLine(kLongestRound);
    if (!line.has_value()) break;
    last = json::parse(*line, nullptr, false);
    if (last.is_discarded() || last.value("event", "") != "round_finished") continue;
    if (++seen <= kWarmUpRounds) {
      options.progress(StrCat("warm-up round ", seen, " of ", kWarmUpRounds));
      continue;
    }
    const json phases = last["seconds"];
    total.push_back(phases.value("total", 0.0));
    training.push_back(phases.value("training", 0.0));
    aggregating.push_back(phases.value("aggregating", 0.0));
    publishing.push_back(phases.value("publishing", 0.0));
    options.progress(StrCat("round ", seen - kWarmUpRounds, " of ", options.rounds));
  }
  const ExitStatus end = run.WaitOrKill(std::chrono::seconds(5));
  if (end.exit_code != 0) {
    return WorkFailed("the benchmark's job did not succeed",
                      StrCat(end.Text(), "; ", last.value("reason", "")));
  }
  return RoundBench{static_cast<unsigned>(total.size()),
                    Quantile(total, 0.5),
                    Quantile(total, 0.99),
                    Quantile(training, 0.5),
                    Quantile(aggregating, 0.5),
                    Quantile(publishing, 0.5),
                    kExchangesOfRound * exchange};
}

}  // namespace hansa::bench

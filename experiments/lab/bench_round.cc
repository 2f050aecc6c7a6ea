// hansa-lab bench round: rounds of real agents over loopback beside the bare exchange of messages.

#include <cstdio>
#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "common/process/child_process.h"
#include "common/terminal/command_line.h"
#include "common/terminal/style.h"
#include "common/terminal/table.h"
#include "experiments/bench/round_bench.h"
#include "experiments/lab/bench_frame.h"
#include "experiments/lab/command.h"

namespace hansa::lab {
namespace {

void Print(const bench::RoundBenchOptions& options, const bench::RoundBench& result) {
  const auto ms = [](double seconds) { return terminal::Fixed(seconds * 1e3, 2); };
  terminal::Table table({">sites", ">rounds", ">p50 ms", ">p99 ms", ">training ms",
                         ">aggregating ms", ">publishing ms", ">bare exchanges ms"});
  table.AddRow({StrCat(options.clients), StrCat(result.rounds), ms(result.p50_seconds),
                ms(result.p99_seconds), ms(result.training_seconds), ms(result.aggregating_seconds),
                ms(result.publishing_seconds), ms(result.limit_seconds)});
  std::fputs(table.Text().c_str(), stdout);
}

nlohmann::json Json(const bench::RoundBenchOptions& options, const bench::RoundBench& result) {
  return {{"event", "bench_finished"},
          {"bench", "round"},
          {"clients", options.clients},
          {"profile", options.profile},
          {"rounds", result.rounds},
          {"p50_seconds", result.p50_seconds},
          {"p99_seconds", result.p99_seconds},
          {"training_seconds", result.training_seconds},
          {"aggregating_seconds", result.aggregating_seconds},
          {"publishing_seconds", result.publishing_seconds},
          {"limit_seconds", result.limit_seconds},
          {"ratio", result.p50_seconds / result.limit_seconds}};
}

Result<> Run(bench::RoundBenchOptions options, bool json) {
  options.programs = ProgramFolder();
  HANSA_TRY(RunBench(std::move(options), json, bench::RunRoundBench, Print, Json));
  return Success();
}

}  // namespace

void AddRoundBench(CLI::App& bench, Globals& globals) {
  auto options = std::make_shared<bench::RoundBenchOptions>();
  CLI::App* command =
      AddCommand(bench, globals, "round",
                 "What a round takes with real agents over loopback, masks on, a one-float model.",
                 "hansa-lab bench round --clients 10",
                 [options, &globals] { return Run(*options, globals.json); });
  command->add_option("--clients", options->clients, "sites, each an agent and a trainer")
      ->check(CLI::Range(3, 1000))
      ->capture_default_str();
  command
      ->add_option("--profile", options->profile,
                   "of secure aggregation; complete is for 128 sites at most")
      ->check(CLI::IsMember({"complete", "malicious", "semi-honest"}))
      ->capture_default_str();
  command->add_option("--rounds", options->rounds, "rounds to measure")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
}

}  // namespace hansa::lab

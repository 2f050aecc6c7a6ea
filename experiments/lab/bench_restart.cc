// hansa-lab bench restart: how soon a coordinator with a long past serves again.

#include <cstdio>
#include <nlohmann/json.hpp>

#include "common/process/child_process.h"
#include "common/terminal/command_line.h"
#include "common/terminal/style.h"
#include "common/terminal/table.h"
#include "experiments/bench/restart_bench.h"
#include "experiments/lab/bench_frame.h"
#include "experiments/lab/command.h"

namespace hansa::lab {
namespace {

void Print(const bench::RestartBenchOptions& options, const bench::RestartBench& result) {
  const auto ms = [](double seconds) { return terminal::Fixed(seconds * 1e3, 0); };
  terminal::Table table({">sites", ">versions", ">starts", ">ms", ">worst ms", ">empty ms"});
  table.AddRow({std::to_string(options.sites), std::to_string(options.versions),
                std::to_string(options.starts), ms(result.seconds), ms(result.worst_seconds),
                ms(result.limit_seconds)});
  std::fputs(table.Text().c_str(), stdout);
}

nlohmann::json Json(const bench::RestartBenchOptions& options, const bench::RestartBench& result) {
  return {{"event", "bench_finished"},
          {"bench", "restart"},
          {"sites", options.sites},
          {"versions", options.versions},
          {"seconds", result.seconds},
          {"worst_seconds", result.worst_seconds},
          {"limit_seconds", result.limit_seconds},
          {"ratio", result.seconds / result.limit_seconds}};
}

Result<> Run(bench::RestartBenchOptions options, bool json) {
  options.programs = ProgramFolder();
  HANSA_TRY(RunBench(std::move(options), json, bench::RunRestartBench, Print, Json));
  return Success();
}

}  // namespace

void AddRestartBench(CLI::App& bench, Globals& globals) {
  auto options = std::make_shared<bench::RestartBenchOptions>();
  CLI::App* command =
      AddCommand(bench, globals, "restart",
                 "From the start of a coordinator with many sites and versions until it serves.",
                 "hansa-lab bench restart --sites 1000 --versions 1000",
                 [options, &globals] { return Run(*options, globals.json); });
  command->add_option("--sites", options->sites, "enrolled sites")
      ->check(CLI::Range(0, 10000))
      ->capture_default_str();
  command->add_option("--versions", options->versions, "published versions")
      ->check(CLI::Range(0, 100000))
      ->capture_default_str();
  command->add_option("--starts", options->starts, "starts to measure")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
}

}  // namespace hansa::lab

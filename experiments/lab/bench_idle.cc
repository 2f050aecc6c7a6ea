// hansa-lab bench idle: a coordinator with many sites that have nothing to do.

#include <cstdio>
#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "common/process/child_process.h"
#include "common/terminal/command_line.h"
#include "common/terminal/style.h"
#include "common/terminal/table.h"
#include "experiments/bench/idle_bench.h"
#include "experiments/lab/bench_frame.h"
#include "experiments/lab/command.h"

namespace hansa::lab {
namespace {

struct Flags {
  bench::IdleBenchOptions options;
  uint32_t idle_seconds = 20;
};

void Print(const bench::IdleBenchOptions& options, const bench::IdleBench& result) {
  const auto mebibytes = [](uint64_t bytes) { return HumanBytes(static_cast<double>(bytes)); };
  terminal::Table table({">sites", ">core %", ">memory", ">a site", ">peak", ">connect s",
                         ">back after s", ">peak then"});
  table.AddRow({StrCat(options.sites), terminal::Fixed(100 * result.cpu_share, 2),
                mebibytes(result.idle_bytes), HumanBytes(result.bytes_per_site),
                mebibytes(result.peak_bytes), terminal::Fixed(result.connect_seconds, 1),
                terminal::Fixed(result.return_seconds, 1), mebibytes(result.return_peak_bytes)});
  std::fputs(table.Text().c_str(), stdout);
}

nlohmann::json Json(const bench::IdleBenchOptions& options, const bench::IdleBench& result) {
  return {{"event", "bench_finished"},
          {"bench", "idle"},
          {"sites", options.sites},
          {"connect_seconds", result.connect_seconds},
          {"cpu_share", result.cpu_share},
          {"empty_bytes", result.empty_bytes},
          {"idle_bytes", result.idle_bytes},
          {"peak_bytes", result.peak_bytes},
          {"bytes_per_site", result.bytes_per_site},
          {"return_seconds", result.return_seconds},
          {"return_peak_bytes", result.return_peak_bytes},
          {"return_cpu_seconds", result.return_cpu_seconds}};
}

Result<> Run(const Flags& flags, bool json) {
  bench::IdleBenchOptions options = flags.options;
  options.programs = ProgramFolder();
  options.idle = seconds(flags.idle_seconds);
  HANSA_TRY(RunBench(std::move(options), json, bench::RunIdleBench, Print, Json));
  return Success();
}

}  // namespace

void AddIdleBench(CLI::App& bench, Globals& globals) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command = AddCommand(
      bench, globals, "idle",
      "What many idle sites cost a coordinator, and how soon all are back after it was killed.",
      "hansa-lab bench idle --sites 1000", [flags, &globals] { return Run(*flags, globals.json); });
  command->add_option("--sites", flags->options.sites, "connected sites")
      ->check(CLI::Range(1, 1500))
      ->capture_default_str();
  command->add_option("--seconds", flags->idle_seconds, "how long is measured")
      ->check(CLI::Range(1, 3600))
      ->capture_default_str();
}

}  // namespace hansa::lab

// hansa-lab bench transfer: a model to all sites at once, beside the bare pump.

#include <cstdio>
#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "common/process/child_process.h"
#include "common/terminal/command_line.h"
#include "common/terminal/style.h"
#include "common/terminal/table.h"
#include "experiments/bench/transfer_bench.h"
#include "experiments/lab/command.h"

namespace hansa::lab {
namespace {

std::string Megabytes(double bytes) { return terminal::Fixed(bytes / 1e6, 1); }

double Ratio(const bench::TransferBench& result) {
  return result.download_bytes_per_second / result.limit_bytes_per_second;
}

void Print(size_t clients, const bench::TransferBench& result) {
  terminal::Table table({">sites", ">model MB", ">down MB/s", ">bare pump MB/s", ">ratio",
                         ">coordinator peak MB", ">while serving MB", ">agent peak MB"});
  table.AddRow({StrCat(clients), Megabytes(static_cast<double>(result.model_bytes)),
                Megabytes(result.download_bytes_per_second),
                Megabytes(result.limit_bytes_per_second), terminal::Fixed(Ratio(result), 3),
                Megabytes(static_cast<double>(result.coordinator_peak_bytes)),
                Megabytes(static_cast<double>(result.serving_peak_bytes)),
                Megabytes(static_cast<double>(result.agent_peak_bytes))});
  std::fputs(table.Text().c_str(), stdout);
}

nlohmann::json Json(size_t clients, const bench::TransferBench& result) {
  return {{"event", "bench_finished"},
          {"bench", "transfer"},
          {"clients", clients},
          {"model_bytes", result.model_bytes},
          {"chunk_bytes", result.chunk_bytes},
          {"download_bytes_per_second", result.download_bytes_per_second},
          {"bytes_per_second", result.download_bytes_per_second},
          {"limit_bytes_per_second", result.limit_bytes_per_second},
          {"ratio", Ratio(result)},
          {"cpu_seconds", result.cpu_seconds},
          {"limit_cpu_seconds", result.limit_cpu_seconds},
          {"coordinator_peak_rss_bytes", result.coordinator_peak_bytes},
          {"coordinator_serving_peak_rss_bytes", result.serving_peak_bytes},
          {"agent_peak_rss_bytes", result.agent_peak_bytes}};
}

Result<> Run(bench::TransferBenchOptions options, bool json) {
  options.programs = ProgramFolder();
  terminal::ProgressLine line;
  options.progress = [&line](const std::string& text) { line.Show(text); };
  const bench::TransferBench result = HANSA_TRY(bench::RunTransferBench(options));
  line.Clear();
  if (json) {
    terminal::PrintJson(Json(options.clients, result));
  } else {
    Print(options.clients, result);
  }
  return Success();
}

}  // namespace

void AddTransferBench(CLI::App& bench, Globals& globals) {
  auto options = std::make_shared<bench::TransferBenchOptions>();
  CLI::App* command = AddCommand(bench, globals, "transfer",
                                 "A large model to real agents over loopback, all at once.",
                                 "hansa-lab bench transfer --clients 4 --megabytes 400",
                                 [options, &globals] { return Run(*options, globals.json); });
  command->add_option("--clients", options->clients, "sites, each an agent")
      ->check(CLI::Range(2, 64))
      ->capture_default_str();
  command->add_option("--megabytes", options->megabytes, "size of the model")
      ->check(CLI::Range(2, 4000))
      ->capture_default_str();
}

}  // namespace hansa::lab

// hansa-lab bench transfer: a model to all sites at once, and their updates back, beside the bare
// pump.

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "common/process/child_process.h"
#include "common/terminal/command_line.h"
#include "common/terminal/style.h"
#include "common/terminal/table.h"
#include "experiments/bench/transfer_bench.h"
#include "experiments/lab/bench_frame.h"
#include "experiments/lab/command.h"

namespace hansa::lab {
namespace {

std::string Megabytes(double bytes) { return terminal::Fixed(bytes / 1e6, 1); }

std::string Megabytes(uint64_t bytes) { return Megabytes(static_cast<double>(bytes)); }

double OfProcessorTime(const bench::Transferred& moved, const bench::Pace& limit) {
  return limit.cpu_per_byte() / moved.ours.cpu_per_byte();
}

// Where another machine of the same host had this one's processors, wall times say less.
std::string Stolen(const bench::Transferred& moved) {
  return StrCat(terminal::Fixed(moved.ours.stolen_seconds, 2), " / ",
                terminal::Fixed(moved.bare.stolen_seconds, 2));
}

void AddRow(terminal::Table& table, const char* way, const bench::Transferred& moved) {
  table.AddRow({way, Megabytes(moved.bytes), Megabytes(moved.ours.bytes_per_second),
                Megabytes(moved.bare.bytes_per_second), terminal::Fixed(moved.ratio(), 3),
                terminal::Fixed(OfProcessorTime(moved, moved.bare), 3), Stolen(moved),
                Megabytes(moved.storing.bytes_per_second),
                terminal::Fixed(OfProcessorTime(moved, moved.storing), 3),
                Megabytes(moved.coordinator_peak_bytes), Megabytes(moved.agent_peak_bytes)});
}

void Print(const bench::TransferBenchOptions&, const bench::TransferBench& result) {
  terminal::Table table({"way", ">MB a site", ">MB/s", ">bare pump MB/s", ">ratio", ">of CPU time",
                         ">stolen s", ">storing pump MB/s", ">of CPU time", ">coordinator peak MB",
                         ">agent peak MB"});
  AddRow(table, "down", result.down);
  AddRow(table, "up", result.up);
  std::fputs(table.Text().c_str(), stdout);
  std::printf(
      "peak MB besides: coordinator %s making the first model, %s until all is added; agent %s "
      "encoding\n",
      Megabytes(result.making_peak_bytes).c_str(), Megabytes(result.adding_peak_bytes).c_str(),
      Megabytes(result.preparing_peak_bytes).c_str());
}

nlohmann::json OneWay(const bench::Transferred& moved) {
  return {{"bytes", moved.bytes},
          {"bytes_per_second", moved.ours.bytes_per_second},
          {"limit_bytes_per_second", moved.bare.bytes_per_second},
          {"ratio", moved.ratio()},
          {"cpu_seconds", moved.ours.cpu_seconds},
          {"limit_bytes", moved.bare.bytes},
          {"limit_cpu_seconds", moved.bare.cpu_seconds},
          {"cpu_ratio", OfProcessorTime(moved, moved.bare)},
          {"stolen_seconds", moved.ours.stolen_seconds},
          {"limit_stolen_seconds", moved.bare.stolen_seconds},
          {"storing_limit_bytes_per_second", moved.storing.bytes_per_second},
          {"storing_limit_cpu_seconds", moved.storing.cpu_seconds},
          {"coordinator_peak_rss_bytes", moved.coordinator_peak_bytes},
          {"agent_peak_rss_bytes", moved.agent_peak_bytes}};
}

// What stands for the whole is of the direction that is farther from its pump.
nlohmann::json Json(const bench::TransferBenchOptions& options,
                    const bench::TransferBench& result) {
  const bool down = result.down.ratio() <= result.up.ratio();
  nlohmann::json line = OneWay(down ? result.down : result.up);
  line.update({{"event", "bench_finished"},
               {"bench", "transfer"},
               {"clients", options.clients},
               {"secure", options.secure},
               {"direction", down ? "down" : "up"},
               {"model_bytes", result.model_bytes},
               {"chunk_bytes", result.chunk_bytes},
               {"down", OneWay(result.down)},
               {"up", OneWay(result.up)},
               {"round_seconds", result.round_seconds},
               {"coordinator_making_peak_rss_bytes", result.making_peak_bytes},
               {"coordinator_adding_peak_rss_bytes", result.adding_peak_bytes},
               {"agent_encoding_peak_rss_bytes", result.preparing_peak_bytes}});
  line["coordinator_peak_rss_bytes"] =
      std::max({result.making_peak_bytes, result.down.coordinator_peak_bytes,
                result.up.coordinator_peak_bytes, result.adding_peak_bytes});
  line["agent_peak_rss_bytes"] = std::max(
      {result.down.agent_peak_bytes, result.up.agent_peak_bytes, result.preparing_peak_bytes});
  return line;
}

Result<> Run(bench::TransferBenchOptions options, bool json) {
  options.programs = ProgramFolder();
  HANSA_TRY(RunBench(std::move(options), json, bench::RunTransferBench, Print, Json));
  return Success();
}

}  // namespace

void AddTransferBench(CLI::App& bench, Globals& globals) {
  auto options = std::make_shared<bench::TransferBenchOptions>();
  CLI::App* command =
      AddCommand(bench, globals, "transfer",
                 "A large model to real agents over loopback and their updates back, all at once.",
                 "hansa-lab bench transfer --clients 4 --megabytes 400",
                 [options, &globals] { return Run(*options, globals.json); });
  command->add_option("--clients", options->clients, "sites, each an agent")
      ->check(CLI::Range(2, 64))
      ->capture_default_str();
  command->add_option("--megabytes", options->megabytes, "size of the model")
      ->check(CLI::Range(2, 4000))
      ->capture_default_str();
  command->add_option("--ring-bits", options->ring_bits, "32 or 64, of an element of an update")
      ->check(CLI::IsMember({32, 64}))
      ->capture_default_str();
  command->add_flag("--secure", options->secure, "masked updates, and their sum unmasked");
}

}  // namespace hansa::lab

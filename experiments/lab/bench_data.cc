// hansa-lab bench data: the data gate beside a bare reader of the same file.

#include <cstdio>
#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "common/terminal/command_line.h"
#include "common/terminal/style.h"
#include "common/terminal/table.h"
#include "experiments/bench/data_bench.h"
#include "experiments/lab/bench_frame.h"
#include "experiments/lab/command.h"

namespace hansa::lab {
namespace {

void Print(const bench::DataBenchOptions&, const bench::DataBench& result) {
  terminal::Table table({"", ">MB/s", ">of bare numbers"});
  const auto row = [&](const char* name, double rate) {
    table.AddRow(
        {name, terminal::Fixed(rate / 1e6, 1), terminal::Fixed(rate / result.numbers_limit, 2)});
  };
  row("gate, rows", result.rows_rate);
  row("gate, with filters", result.filtered_rate);
  row("gate, windows", result.windows_rate);
  row("bare, numbers read", result.numbers_limit);
  row("bare, lines found", result.lines_limit);
  std::printf("%s%s of text, %s on disk; %.0f windows/s; memory %s for arrays of %s\n",
              table.Text().c_str(), HumanBytes(static_cast<double>(result.bytes)).c_str(),
              HumanBytes(static_cast<double>(result.file_bytes)).c_str(), result.windows_per_second,
              HumanBytes(static_cast<double>(result.memory_bytes)).c_str(),
              HumanBytes(static_cast<double>(result.arrays_bytes)).c_str());
}

nlohmann::json Json(const bench::DataBenchOptions& options, const bench::DataBench& result) {
  return {{"event", "bench_finished"},
          {"bench", "data"},
          {"rows", options.rows},
          {"features", options.features},
          {"gzip", options.gzip},
          {"bytes", result.bytes},
          {"file_bytes", result.file_bytes},
          {"bytes_per_second", result.rows_rate},
          {"filtered_bytes_per_second", result.filtered_rate},
          {"windows_bytes_per_second", result.windows_rate},
          {"windows_per_second", result.windows_per_second},
          {"limit_bytes_per_second", result.numbers_limit},
          {"lines_bytes_per_second", result.lines_limit},
          {"ratio", result.rows_rate / result.numbers_limit},
          {"memory_bytes", result.memory_bytes},
          {"arrays_bytes", result.arrays_bytes}};
}

Result<> Run(bench::DataBenchOptions options, bool json) {
  HANSA_TRY(RunBench(std::move(options), json, bench::RunDataBench, Print, Json));
  return Success();
}

}  // namespace

void AddDataBench(CLI::App& bench, Globals& globals) {
  auto options = std::make_shared<bench::DataBenchOptions>();
  CLI::App* command = AddCommand(bench, globals, "data",
                                 "What the data gate reads in a second, beside bare readers.",
                                 "hansa-lab bench data --rows 500000 --gzip",
                                 [options, &globals] { return Run(*options, globals.json); });
  command->add_option("--rows", options->rows, "rows of the file")
      ->check(CLI::Range(1000, 50'000'000))
      ->capture_default_str();
  command->add_option("--features", options->features, "columns beside time and target")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_flag("--gzip", options->gzip, "a compressed file");
  command->add_option("--length", options->length, "rows of a window")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_option("--stride", options->stride, "rows from one window to the next")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_option("--runs", options->runs, "runs of each; the fastest counts")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
}

}  // namespace hansa::lab

// hansa-lab bench update: encoding and masking an update, beside what they cannot do without.

#include <cstdio>
#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "common/terminal/command_line.h"
#include "common/terminal/style.h"
#include "common/terminal/table.h"
#include "experiments/bench/update_bench.h"
#include "experiments/lab/bench_frame.h"
#include "experiments/lab/command.h"

namespace hansa::lab {
namespace {

void Print(const bench::UpdateBenchOptions&, const bench::UpdateBench& result) {
  terminal::Table table({"step", ">MB", ">seconds", ">MB/s", ">limit seconds", ">times the limit"});
  const auto bytes = static_cast<double>(result.vector_bytes);
  const auto add = [&](const char* step, double seconds, double limit) {
    table.AddRow({step, terminal::Fixed(bytes / 1e6, 1), terminal::Fixed(seconds, 3),
                  terminal::Fixed(bytes / 1e6 / seconds, 1), terminal::Fixed(limit, 3),
                  terminal::Fixed(seconds / limit, 2)});
  };
  add("encoding", result.encode_seconds, result.encode_limit_seconds);
  add("masking", result.mask_seconds, result.mask_limit_seconds);
  std::fputs(table.Text().c_str(), stdout);
}

nlohmann::json Json(const bench::UpdateBenchOptions& options, const bench::UpdateBench& result) {
  return {{"event", "bench_finished"},
          {"bench", "update"},
          {"ring_bits", options.ring_bits},
          {"masks", options.masks},
          {"vector_bytes", result.vector_bytes},
          {"encode_seconds", result.encode_seconds},
          {"encode_limit_seconds", result.encode_limit_seconds},
          {"encode_ratio", result.encode_seconds / result.encode_limit_seconds},
          {"mask_seconds", result.mask_seconds},
          {"mask_limit_seconds", result.mask_limit_seconds},
          {"mask_ratio", result.mask_seconds / result.mask_limit_seconds}};
}

Result<> Run(bench::UpdateBenchOptions options, bool json) {
  HANSA_TRY(RunBench(std::move(options), json, bench::RunUpdateBench, Print, Json));
  return Success();
}

}  // namespace

void AddUpdateBench(CLI::App& bench, Globals& globals) {
  auto options = std::make_shared<bench::UpdateBenchOptions>();
  CLI::App* command = AddCommand(bench, globals, "update",
                                 "Encoding and masking a large update, in memory on one thread.",
                                 "hansa-lab bench update --megabytes 100 --masks 10",
                                 [options, &globals] { return Run(*options, globals.json); });
  command->add_option("--megabytes", options->megabytes, "size of the model")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_option("--ring-bits", options->ring_bits, "32 or 64, of an element")
      ->check(CLI::IsMember({32, 64}))
      ->capture_default_str();
  command->add_option("--masks", options->masks, "keystreams, about as many as sites")
      ->check(CLI::Range(1, 127))
      ->capture_default_str();
}

}  // namespace hansa::lab

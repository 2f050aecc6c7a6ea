// hansa-lab bench secagg: a secure sum of real state machines beside the least that it can cost.

#include <cstdio>
#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "common/terminal/command_line.h"
#include "common/terminal/style.h"
#include "common/terminal/table.h"
#include "experiments/bench/secagg_bench.h"
#include "experiments/lab/bench_frame.h"
#include "experiments/lab/command.h"

namespace hansa::lab {
namespace {

void Print(const bench::SecAggBenchOptions&, const bench::SecAggBench& result) {
  const auto ms = [](double seconds) { return terminal::Fixed(seconds * 1e3, 2); };
  terminal::Table table({"CPU time of", ">ms", ">limit ms", ">ratio"});
  table.AddRow({"one site", ms(result.client_seconds), ms(result.client_limit_seconds),
                terminal::Fixed(result.client_ratio(), 2)});
  table.AddRow({"the coordinator", ms(result.server_seconds), ms(result.server_limit_seconds),
                terminal::Fixed(result.server_ratio(), 2)});
  std::printf(
      "%s%u sites, %u dropped, k = %u, t = %u; one site sends %llu and receives %llu bytes\n"
      "coordinator and sites together used up to %s of memory\n",
      table.Text().c_str(), result.shape.clients, result.shape.dropped, result.shape.neighbours,
      result.shape.threshold, static_cast<unsigned long long>(result.client_bytes_up),
      static_cast<unsigned long long>(result.client_bytes_down),
      HumanBytes(static_cast<double>(result.peak_rss_bytes)).c_str());
}

nlohmann::json Primitives(const bench::PrimitiveCosts& costs) {
  return {{"mask_byte", costs.mask_byte}, {"openssl_mask_byte", costs.openssl_mask_byte},
          {"add_byte", costs.add_byte},   {"hash_byte", costs.hash_byte},
          {"agree", costs.agree},         {"sign", costs.sign},
          {"verify", costs.verify},       {"hkdf", costs.hkdf},
          {"seal", costs.seal},           {"field_multiply", costs.field_multiply}};
}

nlohmann::json Json(const bench::SecAggBenchOptions& options, const bench::SecAggBench& result) {
  return {{"event", "bench_finished"},
          {"bench", "secagg"},
          {"profile", options.profile},
          {"clients", options.clients},
          {"dim", options.dim},
          {"dropout", options.dropout},
          {"dropped", result.shape.dropped},
          {"colluders", result.colluders},
          {"k", result.shape.neighbours},
          {"t", result.shape.threshold},
          {"client_seconds", result.client_seconds},
          {"client_limit_seconds", result.client_limit_seconds},
          {"client_ratio", result.client_ratio()},
          {"client_limit_of_sum_seconds", result.client_limit_of_sum_seconds},
          {"server_seconds", result.server_seconds},
          {"server_limit_seconds", result.server_limit_seconds},
          {"server_ratio", result.server_ratio()},
          {"server_limit_of_sum_seconds", result.server_limit_of_sum_seconds},
          {"client_bytes_up", result.client_bytes_up},
          {"client_bytes_down", result.client_bytes_down},
          {"peak_rss_bytes", result.peak_rss_bytes},
          {"sum_exact", result.sum_exact},
          {"primitive_seconds", Primitives(result.costs)}};
}

Result<> Run(bench::SecAggBenchOptions options, bool json) {
  const bench::SecAggBench figures =
      HANSA_TRY(RunBench(std::move(options), json, bench::RunSecAggBench, Print, Json));
  if (!figures.sum_exact) return WorkFailed("a secure sum was not the plain sum");
  return Success();
}

}  // namespace

void AddSecAggBench(CLI::App& bench, Globals& globals) {
  auto options = std::make_shared<bench::SecAggBenchOptions>();
  CLI::App* command = AddCommand(
      bench, globals, "secagg",
      "What a secure sum costs a site and the coordinator, beside the cost of its primitives.",
      "hansa-lab bench secagg --clients 100 --dim 100000 --dropout 0.1",
      [options, &globals] { return Run(*options, globals.json); });
  command->add_option("--clients", options->clients, "sites")
      ->check(CLI::Range(3, 10000))
      ->capture_default_str();
  command->add_option("--dim", options->dim, "elements of the vector, 32 bits each")
      ->check(CLI::Range(1, 100'000'000))
      ->capture_default_str();
  command->add_option("--dropout", options->dropout, "share of the sites that leave half-way")
      ->check(CLI::Range(0.0, 0.9))
      ->capture_default_str();
  command->add_option("--tolerated", options->tolerated, "share that a ring is to withstand")
      ->check(CLI::Range(0.0, 0.49))
      ->capture_default_str();
  command->add_option("--profile", options->profile, "complete, malicious or semi-honest")
      ->capture_default_str();
  command->add_option("--sessions", options->sessions, "sessions to run; the cheapest counts")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
}

}  // namespace hansa::lab

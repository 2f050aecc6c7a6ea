#include "experiments/bench/secagg_bench.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/secagg/threshold.h"
#include "experiments/bench/secagg_session.h"

namespace hansa::bench {
namespace {

constexpr uint32_t kRingBits = 32;

secagg::SessionSetup SetupOf(const SecAggBenchOptions& options, uint32_t colluders) {
  secagg::SessionSetup setup;
  setup.round = 1;
  setup.ring_bits = kRingBits;
  setup.segments = {
      {.name = "update", .length = options.dim, .low = -1, .high = 1, .scale_bits = 16}};
  setup.smallest_cohort = colluders + 2;
  setup.largest_cohort = options.clients;
  setup.colluders = colluders;
  return setup;
}

}  // namespace

Result<SecAggBench> RunSecAggBench(const SecAggBenchOptions& options) {
  if (options.profile != "complete")
    return Error{ErrorKind::kUsage, StrCat("no profile \"", options.profile, "\""),
                 "only the complete graph is built so far", "Use --profile complete"};
  SecAggBench bench{.colluders = options.clients / 10, .sum_exact = true};
  bench.shape = {
      .clients = options.clients,
      .dropped = static_cast<uint32_t>(options.dropout * static_cast<double>(options.clients)),
      .neighbours = secagg::CompleteNeighbours(options.clients),
      .threshold = secagg::CompleteThreshold(options.clients, bench.colluders),
      .bytes = options.dim * kRingBits / 8};

  options.progress("measuring the primitives");
  bench.costs = MeasurePrimitives();
  BenchFleet fleet(options.clients);
  for (unsigned i = 0; i < options.sessions; ++i) {
    secagg::SessionSetup setup = SetupOf(options, bench.colluders);
    setup.session_number = i + 1;
    MeasuredSession session(fleet, setup, bench.shape.dropped);
    const SessionCost cost = HANSA_TRY(session.Run([&](std::string_view step) {
      options.progress(StrCat("session ", i + 1, " of ", options.sessions, ": ", step));
    }));
    const auto keep = [i](double& least, double seconds) {
      least = i == 0 ? seconds : std::min(least, seconds);
    };
    keep(bench.client_seconds, cost.client_seconds);
    keep(bench.server_seconds, cost.server_seconds);
    bench.client_bytes_up = cost.client_bytes_up;
    bench.client_bytes_down = cost.client_bytes_down;
    bench.sum_exact = bench.sum_exact && cost.sum_exact;
    bench.costs = bench.costs.Fastest(MeasurePrimitives());
  }
  bench.client_limit_seconds = ClientLimit(bench.costs, bench.shape);
  bench.server_limit_seconds = ServerLimit(bench.costs, bench.shape);
  bench.server_limit_of_sum_seconds = ServerLimitOfSum(bench.costs, bench.shape);
  return bench;
}

}  // namespace hansa::bench

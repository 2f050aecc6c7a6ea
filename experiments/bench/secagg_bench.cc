#include "experiments/bench/secagg_bench.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>

#include "common/base/text.h"
#include "common/secagg/session_graph.h"
#include "common/secagg/threshold.h"
#include "experiments/bench/memory_peak.h"
#include "experiments/bench/secagg_session.h"

namespace hansa::bench {
namespace {

constexpr uint32_t kRingBits = 32;

Result<secagg::Profile> ProfileOf(const SecAggBenchOptions& options) {
  const auto profile = secagg::ProfileNamed(options.profile);
  if (profile && *profile != secagg::Profile::kPlain) return *profile;
  return Error{ErrorKind::kUsage, StrCat("no profile \"", options.profile, "\" of a secure sum"),
               "there are complete, malicious and semi-honest", "Use --profile malicious"};
}

secagg::SessionSetup SetupOf(const SecAggBenchOptions& options, secagg::Profile profile) {
  secagg::SessionSetup setup;
  setup.round = 1;
  setup.ring_bits = kRingBits;
  setup.segments = {
      {.name = "update", .length = options.dim, .low = -1, .high = 1, .scale_bits = 16}};
  setup.profile = profile;
  setup.colluders = options.clients / (profile == secagg::Profile::kSemiHonest ? 20 : 10);
  setup.smallest_cohort = setup.colluders + 2;
  setup.largest_cohort = options.clients;
  if (profile != secagg::Profile::kComplete)
    setup.dropout_permille =
        static_cast<uint32_t>(std::lround(1000 * std::max(options.tolerated, options.dropout)));
  return setup;
}

Result<SumShape> ShapeOf(const SecAggBenchOptions& options, const secagg::SessionSetup& setup) {
  const secagg::GraphSize graph = HANSA_TRY(secagg::ChooseGraph(setup, options.clients));
  const bool ring = graph.neighbours != secagg::CompleteNeighbours(options.clients);
  const bool believes = setup.profile == secagg::Profile::kSemiHonest;
  SumShape shape{
      .clients = options.clients,
      .dropped = static_cast<uint32_t>(options.dropout * static_cast<double>(options.clients)),
      .neighbours = graph.neighbours,
      .threshold = graph.threshold,
      .bytes = setup.vector_bytes(),
      .asks_alive = !believes,
      .shows_masked = ring && !believes};
  if (!believes)
    shape.statements =
        ring ? secagg::RingQuorumOf(setup, options.clients).signers : graph.threshold;
  return shape;
}

}  // namespace

Result<SecAggBench> RunSecAggBench(const SecAggBenchOptions& options) {
  secagg::SessionSetup setup = SetupOf(options, HANSA_TRY(ProfileOf(options)));
  SecAggBench bench{.colluders = setup.colluders, .sum_exact = true};
  bench.shape = HANSA_TRY(ShapeOf(options, setup));

  options.progress("measuring the primitives");
  bench.costs = MeasurePrimitives();
  options.progress("making sites");
  BenchFleet fleet(options.clients);
  for (unsigned i = 0; i < options.sessions; ++i) {
    setup.session_number = i + 1;
    MeasuredSession session(fleet, setup, bench.shape.dropped);
    const SessionCost cost = HANSA_TRY(session.Run([&](const std::string& step) {
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
  bench.client_limit_of_sum_seconds = ClientLimitOfSum(bench.costs, bench.shape);
  bench.server_limit_seconds = ServerLimit(bench.costs, bench.shape);
  bench.server_limit_of_sum_seconds = ServerLimitOfSum(bench.costs, bench.shape);
  bench.peak_rss_bytes = PeakBytes(getpid());
  return bench;
}

}  // namespace hansa::bench

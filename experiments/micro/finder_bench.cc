// k and t of a ring: found by the coordinator, checked by every site. There is no limit to hold
// them to; both are exact, and are to be nothing beside a session.

#include <benchmark/benchmark.h>

#include "common/base/check.h"
#include "common/secagg/session_graph.h"

namespace hansa::micro {
namespace {

secagg::SessionSetup SetupOf(const benchmark::State& state) {
  secagg::SessionSetup setup;
  setup.profile = secagg::Profile::kMalicious;
  setup.largest_cohort = static_cast<uint32_t>(state.range(0));
  setup.colluders = setup.largest_cohort / 10;
  setup.smallest_cohort = setup.colluders + 2;
  setup.dropout_permille = static_cast<uint32_t>(state.range(1));
  return setup;
}

void Find(benchmark::State& state) {
  const secagg::SessionSetup setup = SetupOf(state);
  for (auto _ : state) benchmark::DoNotOptimize(secagg::ChooseGraph(setup, setup.largest_cohort));
}

void Check(benchmark::State& state) {
  const secagg::SessionSetup setup = SetupOf(state);
  const auto graph = secagg::ChooseGraph(setup, setup.largest_cohort);
  HANSA_CHECK(graph.ok());
  for (auto _ : state)
    benchmark::DoNotOptimize(secagg::CheckGraph(setup, setup.largest_cohort, *graph));
}

void Shapes(benchmark::internal::Benchmark* bench) {
  bench->ArgNames({"sites", "dropout_permille"})->Unit(benchmark::kMillisecond);
  for (const int64_t dropout : {50, 100, 300})
    for (const int64_t sites : {100, 1000, 10000}) bench->Args({sites, dropout});
}
BENCHMARK(Find)->Apply(Shapes);
BENCHMARK(Check)->Apply(Shapes);

}  // namespace
}  // namespace hansa::micro

#pragma once
// A benchmark beside its limit: the least that the same work can cost, measured just before it and
// just after. `of_limit` is processor time over that; 1 is as fast as can be.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <utility>

#include "experiments/bench/cpu_clock.h"

namespace hansa::micro {

// `limit_seconds()` measures one piece of the work; `work()` does it.
template <typename Limit, typename Work>
void RunLimited(benchmark::State& state, const Limit& limit_seconds, const Work& work) {
  double limit = limit_seconds();
  const double start = bench::CpuSeconds();
  for (auto _ : state) {
    work();
    benchmark::ClobberMemory();
  }
  const double seconds = bench::CpuSeconds() - start;
  limit = std::min(limit, limit_seconds());
  state.counters["of_limit"] = seconds / static_cast<double>(state.iterations()) / limit;
}

}  // namespace hansa::micro

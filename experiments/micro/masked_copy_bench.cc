// A vector through its windows with the masks of many seeds, on some threads: reading from memory,
// masks, digest; the clock's time. `keystream_bytes_per_second` counts every seed's.

#include <benchmark/benchmark.h>

#include "common/base/threaded_line.h"
#include "common/crypto/random.h"
#include "common/secagg/mask.h"

namespace hansa::micro {
namespace {

constexpr size_t kVectorBytes = 32 << 20;

void WriteMaskedOnThreads(benchmark::State& state) {
  crypto::SeededRandom random(1, "seeds");
  std::vector<secagg::SignedSeed> seeds;
  for (int64_t i = 0; i < state.range(1); ++i) {
    SecretBytes seed(size_t{crypto::kMaskSeedBytes});
    random.Fill(seed.RevealMutable());
    seeds.push_back({std::move(seed), i % 2 == 0});
  }
  const BlobHandle vector = MakeBlob(Bytes(kVectorBytes));
  ThreadedLine line(static_cast<size_t>(state.range(0)));
  for (auto _ : state)
    benchmark::DoNotOptimize(WriteMasked(
        *vector, 32, seeds, [](ByteSpan) { return Success(); }, line));
  const auto bytes = static_cast<double>(kVectorBytes * seeds.size());
  state.counters["keystream_bytes_per_second"] = benchmark::Counter(
      bytes, benchmark::Counter::kIsIterationInvariantRate, benchmark::Counter::kIs1024);
}
BENCHMARK(WriteMaskedOnThreads)
    ->ArgNames({"threads", "seeds"})
    ->ArgsProduct({{1, 2, 4, 8}, {10, 100}})
    ->UseRealTime()
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace hansa::micro

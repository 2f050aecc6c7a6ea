// Weights to ring elements, little-endian, stochastically rounded. The limit is reading the values
// and writing the elements.

#include <cstring>
#include <vector>

#include "common/crypto/random.h"
#include "common/secagg/fixed_point.h"
#include "experiments/micro/limited.h"

namespace hansa::micro {
namespace {

constexpr size_t kValues = 1 << 20;

// Each value is read, and as many bytes as its element has are written.
double CopySeconds(const std::vector<float>& values, std::vector<uint8_t>& elements) {
  double fastest = 1e9;
  const size_t once = values.size() * sizeof(float);
  for (int batch = 0; batch < 7; ++batch) {
    const double start = bench::CpuSeconds();
    for (size_t at = 0; at < elements.size(); at += once)
      std::memcpy(elements.data() + at, values.data(), once);
    benchmark::ClobberMemory();
    fastest = std::min(fastest, bench::CpuSeconds() - start);
  }
  return fastest;
}

void Pack(benchmark::State& state) {
  const auto bits = static_cast<uint32_t>(state.range(0));
  std::vector<float> values(kValues);
  for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i % 1000) / 1001;
  std::vector<uint8_t> elements(kValues * bits / 8);
  const secagg::Segment segment{
      .name = "update", .length = kValues, .low = -1, .high = 1, .scale_bits = 16};
  crypto::SeededRandom random(1, "rounding");
  RunLimited(
      state, [&] { return CopySeconds(values, elements); },
      [&] {
        secagg::SegmentEncoder encoder(segment, bits, 1, random);
        benchmark::DoNotOptimize(encoder.Encode(values, elements));
      });
  state.SetBytesProcessed(static_cast<int64_t>(elements.size()) * state.iterations());
}
BENCHMARK(Pack)->ArgName("bits")->Arg(32)->Arg(64)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace hansa::micro

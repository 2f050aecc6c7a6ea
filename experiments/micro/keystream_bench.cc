// Masks expanded and used, for each back end and use, in pieces of several sizes. `of_openssl` is
// the speed as a share of OpenSSL's own, measured before and after.

#include <benchmark/benchmark.h>

#include <string>

#include "common/base/block_buffer.h"
#include "common/crypto/keystream.h"
#include "experiments/bench/cpu_clock.h"
#include "experiments/micro/openssl_ctr.h"

namespace hansa::micro {
namespace {

using crypto::KeystreamBackEnd;
using crypto::KeystreamUse;

constexpr size_t kLimitBytes = 64 << 20;
constexpr uint64_t kStreamBytes = uint64_t{16} << 32;

void Expand(benchmark::State& state, KeystreamBackEnd back_end, KeystreamUse use) {
  const auto stream = MakeKeystream(back_end, SecretBytes(size_t{crypto::kMaskSeedBytes}));
  const BlockBuffer piece(static_cast<size_t>(state.range(0)));
  double limit = OpensslByteSeconds(kLimitBytes) / 2;
  const double start = bench::CpuSeconds();
  uint64_t offset = 0;  // as a vector's next piece
  for (auto _ : state) {
    stream->Apply(use, offset % kStreamBytes, piece.span());
    offset += piece.span().size();
    benchmark::ClobberMemory();
  }
  const double seconds = bench::CpuSeconds() - start;
  limit += OpensslByteSeconds(kLimitBytes) / 2;
  const double bytes =
      static_cast<double>(state.iterations()) * static_cast<double>(piece.span().size());
  state.SetBytesProcessed(static_cast<int64_t>(bytes));
  state.counters["of_openssl"] = bytes / seconds * limit;
}

[[maybe_unused]] const bool registered = [] {
  const std::pair<KeystreamUse, const char*> uses[] = {{KeystreamUse::kWrite, "write"},
                                                       {KeystreamUse::kAdd32, "add32"},
                                                       {KeystreamUse::kSubtract32, "subtract32"},
                                                       {KeystreamUse::kAdd64, "add64"},
                                                       {KeystreamUse::kSubtract64, "subtract64"}};
  for (const KeystreamBackEnd back_end : crypto::KeystreamBackEnds())
    for (const auto& [use, name] : uses)
      benchmark::RegisterBenchmark(
          ("expand/" + std::string(NameOf(back_end)) + "/" + name).c_str(),
          [back_end, use = use](benchmark::State& state) { Expand(state, back_end, use); })
          ->RangeMultiplier(4)
          ->Range(4 << 10, 256 << 10);
  return true;
}();

}  // namespace
}  // namespace hansa::micro

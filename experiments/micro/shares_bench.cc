// Shamir's sharing: a secret split for all neighbours, Lagrange weights, a secret combined. The
// limit is the multiplications that the formulas have, four at a time that do not wait for one
// another.

#include <numeric>
#include <vector>

#include "common/crypto/random.h"
#include "common/secagg/shamir.h"
#include "experiments/bench/secagg_limit.h"
#include "experiments/micro/limited.h"

namespace hansa::micro {
namespace {

using secagg::kSecretLimbs;

double MultiplySeconds() {
  static const double seconds = bench::MeasurePrimitives().field_multiply;
  return seconds;
}

std::vector<uint32_t> Points(int64_t count) {
  std::vector<uint32_t> points(static_cast<size_t>(count));
  std::iota(points.begin(), points.end(), 1);
  return points;
}

// k shares, t of which give the secret.
void Split(benchmark::State& state) {
  crypto::SeededRandom random(1, "shares");
  SecretBytes secret(secagg::kSecretBytes);
  random.Fill(secret.RevealMutable());
  const std::vector<uint32_t> points = Points(state.range(0));
  const auto threshold = static_cast<uint32_t>(state.range(1));
  const double products =
      static_cast<double>(kSecretLimbs) * static_cast<double>(points.size()) * (threshold - 1);
  RunLimited(
      state, [&] { return products * MultiplySeconds(); },
      [&] { benchmark::DoNotOptimize(secagg::SplitSecret(secret, threshold, points, random)); });
}

void Weigh(benchmark::State& state) {
  const std::vector<uint32_t> points = Points(state.range(0));
  const auto t = static_cast<double>(points.size());
  RunLimited(
      state, [&] { return 2 * t * (t - 1) * MultiplySeconds(); },
      [&] { benchmark::DoNotOptimize(secagg::LagrangeWeights(points)); });
}

void Combine(benchmark::State& state) {
  crypto::SeededRandom random(1, "shares");
  const SecretBytes secret(secagg::kSecretBytes);
  const std::vector<uint32_t> points = Points(state.range(0));
  const auto shares =
      secagg::SplitSecret(secret, static_cast<uint32_t>(points.size()), points, random);
  std::vector<ByteSpan> spans;
  for (const SecretBytes& share : shares) spans.push_back(share.Reveal());
  const auto weights = secagg::LagrangeWeights(points);
  const double products = static_cast<double>(kSecretLimbs * points.size());
  RunLimited(
      state, [&] { return products * MultiplySeconds(); },
      [&] { benchmark::DoNotOptimize(secagg::CombineShares(spans, weights)); });
}

BENCHMARK(Split)->ArgNames({"k", "t"})->Args({99, 55})->Args({146, 109})->Args({1098, 676});
BENCHMARK(Weigh)->ArgName("t")->Arg(55)->Arg(109)->Arg(676);
BENCHMARK(Combine)->ArgName("t")->Arg(55)->Arg(109)->Arg(676);

}  // namespace
}  // namespace hansa::micro

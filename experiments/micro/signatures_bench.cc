// Public keys as sessions use them, beside OpenSSL's own functions with keys and contexts ready.

#include "common/crypto/ed25519.h"
#include "common/crypto/random.h"
#include "common/crypto/x25519.h"
#include "experiments/bench/secagg_limit.h"
#include "experiments/micro/limited.h"

namespace hansa::micro {
namespace {

const bench::PrimitiveCosts& Bare() {
  static const bench::PrimitiveCosts costs = bench::MeasurePrimitives();
  return costs;
}

void Sign(benchmark::State& state) {
  crypto::SystemRandom random;
  const auto key = crypto::SigningKey::Generate(random);
  const Bytes statement(150, 1);
  RunLimited(
      state, [] { return Bare().sign; },
      [&] { benchmark::DoNotOptimize(key.Sign("context\n", statement)); });
}

void Verify(benchmark::State& state) {
  crypto::SystemRandom random;
  const auto key = crypto::SigningKey::Generate(random);
  const Bytes statement(150, 1);
  const auto signature = key.Sign("context\n", statement);
  RunLimited(
      state, [] { return Bare().verify; },
      [&] {
        benchmark::DoNotOptimize(
            crypto::VerifyEd25519(key.public_key(), "context\n", statement, signature));
      });
}

void Agree(benchmark::State& state) {
  crypto::SystemRandom random;
  const auto own = crypto::X25519Key::Generate(random);
  const auto peer = crypto::X25519Key::Generate(random).public_key();
  RunLimited(
      state, [] { return Bare().agree; }, [&] { benchmark::DoNotOptimize(own.Agree(peer)); });
}

BENCHMARK(Sign);
BENCHMARK(Verify);
BENCHMARK(Agree);

}  // namespace
}  // namespace hansa::micro

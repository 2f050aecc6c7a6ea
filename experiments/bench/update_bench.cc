#include "experiments/bench/update_bench.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "client/core/update_encoding.h"
#include "common/base/text.h"
#include "common/crypto/random.h"
#include "experiments/bench/cpu_clock.h"
#include "experiments/bench/secagg_limit.h"

namespace hansa::bench {
namespace {

constexpr double kLargestStep = 1e-3;

Result<std::shared_ptr<const JobSpec>> Job(const UpdateBenchOptions& options) {
  const std::string toml =
      StrCat("name = \"bench\"\n[model]\narchitecture = \"mlp\"\nloss = \"mse\"\n[data]\n",
             "features = [{ column = \"x\" }]\ntarget = { column = \"y\" }\n[local]\n",
             "learning_rate = 0.01\n[rounds]\ncount = 1\nclients = { min = 3, target = ",
             std::max<size_t>(options.masks, 3), " }\n[aggregation]\nclip_norm = 1000.0\n",
             "max_weight = 10\nring_bits = ", options.ring_bits, "\n");
  return std::make_shared<const JobSpec>(HANSA_TRY(ParseJob(toml, "job.toml")));
}

// Values as of a trained network; `moved`: after a step.
BlobHandle Weights(uint64_t values, bool moved) {
  Bytes bytes(values * sizeof(float));
  for (uint64_t i = 0; i < values; ++i) {
    const double value = std::sin(static_cast<double>(i));
    const auto weight = static_cast<float>(value * (moved ? 1 + kLargestStep : 1));
    std::memcpy(bytes.data() + i * sizeof weight, &weight, sizeof weight);
  }
  return MakeBlob(std::move(bytes));
}

template <typename Work>
Result<double> Fastest(unsigned repeats, const Work& work) {
  double fastest = 0;
  for (unsigned i = 0; i < repeats; ++i) {
    double cost = 0;
    HANSA_TRY(Charge(cost, work));
    fastest = i == 0 ? cost : std::min(fastest, cost);
  }
  return fastest;
}

// Reading a blob from its first byte to its last.
Result<double> ReadingCost(const Blob& blob, unsigned repeats) {
  return Fastest(repeats, [&blob] {
    return ForEachWindow(blob, 0, [](uint64_t, ByteSpan) { return Success(); });
  });
}

std::vector<secagg::SignedSeed> Seeds(size_t count, RandomSource& random) {
  std::vector<secagg::SignedSeed> seeds;
  for (size_t i = 0; i < count; ++i) {
    SecretBytes seed(crypto::kMaskSeedBytes);
    random.Fill(seed.RevealMutable());
    seeds.push_back({std::move(seed), i % 2 == 0});
  }
  return seeds;
}

}  // namespace

Result<UpdateBench> RunUpdateBench(const UpdateBenchOptions& options) {
  const auto job = HANSA_TRY(Job(options));
  const uint64_t values = options.megabytes * 1'000'000 / sizeof(float);
  options.progress("making an update");
  const BlobHandle base = Weights(values, false), trained = Weights(values, true);
  crypto::SystemRandom random;
  options.progress("measuring the limits");
  const PrimitiveCosts costs = MeasurePrimitives();
  const double read = HANSA_TRY(ReadingCost(*base, options.repeats));

  options.progress("encoding");
  Bytes vector;
  UpdateBench result;
  result.encode_seconds = HANSA_TRY(Fastest(options.repeats, [&]() -> Result<> {
    vector.clear();
    const client::UpdateToEncode update{.job = job,
                                        .base = base,
                                        .trained = trained,
                                        .rows = 10,
                                        .rounding = std::make_shared<crypto::SystemRandom>()};
    HANSA_TRY(client::EncodeUpdate(update, [&vector](ByteSpan bytes) -> Result<> {
      Append(vector, bytes);
      return Success();
    }));
    return Success();
  }));
  result.vector_bytes = vector.size();
  const double hash = static_cast<double>(vector.size()) * costs.hash_byte;
  // Both models twice: the norm is known only when all has been seen.
  result.encode_limit_seconds = 4 * read + hash;

  options.progress("masking");
  const BlobHandle plain = MakeBlob(std::move(vector));
  const std::vector<secagg::SignedSeed> seeds = Seeds(options.masks, random);
  result.mask_seconds = HANSA_TRY(Fastest(options.repeats, [&]() -> Result<> {
    HANSA_TRY(
        secagg::WriteMasked(*plain, options.ring_bits, seeds, [](ByteSpan) { return Success(); }));
    return Success();
  }));
  const double keystreams =
      static_cast<double>(options.masks) * static_cast<double>(plain->size()) * costs.mask_byte;
  result.mask_limit_seconds = keystreams + hash;
  return result;
}

}  // namespace hansa::bench

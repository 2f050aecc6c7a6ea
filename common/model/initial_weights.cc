#include "common/model/initial_weights.h"

#include <algorithm>
#include <cmath>

#include "common/base/check.h"
#include "common/model/architectures/architecture_rules.h"

namespace hansa {
namespace {

// Uniform in [-1, 1) in steps of 2^-23: every value is a float, so no rounding mode can matter.
float NextUniform(RandomSource& random) {
  const auto bits = static_cast<int32_t>(random.NextU64() >> 40);  // 24 bits
  return static_cast<float>(bits - (1 << 23)) / static_cast<float>(1 << 23);
}

}  // namespace

InitialWeights::Run InitialWeights::RunOf(const internal::Parameter& tensor) {
  Run run;
  run.values = 1;
  for (const uint64_t side : tensor.shape) run.values *= side;
  if (!tensor.range) {
    // IEEE 754 defines sqrt, division and product to the last bit.
    run.reach = 1.0f / std::sqrt(static_cast<float>(tensor.fan_in));
    return run;
  }
  const auto [low, high] = *tensor.range;
  run.middle = low == high ? low : low / 2 + high / 2;  // never beyond what a float holds
  run.reach = high / 2 - low / 2;
  return run;
}

InitialWeights::InitialWeights(const NetworkSpec& network, uint64_t seed)
    : random_(seed, "hansa/initial-model") {
  for (const internal::Parameter& tensor :
       internal::RulesOf(network.architecture).parameters(network))
    runs_.push_back(RunOf(tensor));
}

void InitialWeights::Next(std::span<float> out) {
  while (!out.empty()) {
    HANSA_CHECK(run_ < runs_.size());
    const Run& run = runs_[run_];
    const auto count = static_cast<size_t>(std::min<uint64_t>(out.size(), run.values - done_));
    for (float& value : out.first(count)) value = run.middle + NextUniform(random_) * run.reach;
    out = out.subspan(count);
    done_ += count;
    if (done_ < run.values) continue;
    ++run_;
    done_ = 0;
  }
}

}  // namespace hansa

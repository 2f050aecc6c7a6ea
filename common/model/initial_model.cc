#include <cmath>
#include <cstdint>

#include "common/crypto/random.h"
#include "common/model/architectures/architecture_rules.h"

namespace hansa {
namespace {

// Uniform in [-1, 1) in steps of 2^-23: every value is a float, so no rounding mode can matter.
float NextUniform(RandomSource& random) {
  const auto bits = static_cast<int32_t>(random.NextU64() >> 40);  // 24 bits
  return static_cast<float>(bits - (1 << 23)) / static_cast<float>(1 << 23);
}

}  // namespace

FlatModel InitialModel(const NetworkSpec& network, uint64_t seed) {
  crypto::SeededRandom random(seed, "hansa/initial-model");
  FlatModel model;
  for (const internal::Parameter& tensor :
       internal::RulesOf(network.architecture).parameters(network)) {
    model.layout.Add(tensor.name, tensor.shape);
    // IEEE 754 defines sqrt, division and product to the last bit.
    const float bound = 1.0f / std::sqrt(static_cast<float>(tensor.fan_in));
    for (uint64_t i = model.layout.tensors.back().elements(); i > 0; --i)
      model.values.push_back(NextUniform(random) * bound);
  }
  return model;
}

}  // namespace hansa

#include <cmath>
#include <cstdint>

#include "common/crypto/random.h"
#include "common/model/network.h"

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
  model.layout = LayoutOf(network);
  model.values.reserve(model.layout.elements());
  uint64_t fan_in = 1;
  for (const TensorSpec& tensor : model.layout.tensors) {
    if (tensor.shape.size() == 2) fan_in = tensor.shape[1];  // a bias follows its weight
    // IEEE 754 defines sqrt, division and product to the last bit.
    const float bound = 1.0f / std::sqrt(static_cast<float>(fan_in));
    for (uint64_t i = 0; i < tensor.elements(); ++i)
      model.values.push_back(NextUniform(random) * bound);
  }
  return model;
}

}  // namespace hansa

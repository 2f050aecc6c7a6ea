#include "common/model/initial_weights.h"

namespace hansa {

FlatModel InitialModel(const NetworkSpec& network, uint64_t seed) {
  FlatModel model;
  model.layout = LayoutOf(network);
  model.values.resize(model.layout.elements());
  InitialWeights(network, seed).Next(model.values);
  return model;
}

}  // namespace hansa

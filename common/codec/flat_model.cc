#include "common/codec/flat_model.h"

#include <utility>

namespace hansa {

uint64_t TensorSpec::elements() const {
  uint64_t product = 1;
  for (const uint64_t size : shape) product *= size;
  return product;
}

uint64_t ModelLayout::elements() const {
  return tensors.empty() ? 0 : tensors.back().offset + tensors.back().elements();
}

void ModelLayout::Add(std::string name, std::vector<uint64_t> shape) {
  const uint64_t offset = elements();
  tensors.push_back({std::move(name), std::move(shape), offset});
}

}  // namespace hansa

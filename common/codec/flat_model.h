#pragma once
// A model outside the trainer: named tensors laid out in one float vector. No tensor library
// needed.

#include <cstdint>
#include <string>
#include <vector>

namespace hansa {

struct TensorSpec {
  std::string name;
  std::vector<uint64_t> shape;  // row-major
  uint64_t offset = 0;          // in elements, from the start of the vector

  uint64_t elements() const;
  bool operator==(const TensorSpec&) const = default;
};

// Tensors in order, without gaps or overlaps.
struct ModelLayout {
  std::vector<TensorSpec> tensors;

  uint64_t elements() const;
  // Appends a tensor behind the last one.
  void Add(std::string name, std::vector<uint64_t> shape);
  bool operator==(const ModelLayout&) const = default;
};

struct FlatModel {
  ModelLayout layout;
  std::vector<float> values;  // layout.elements()
};

}  // namespace hansa

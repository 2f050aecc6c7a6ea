#pragma once
// What a network is, as everyone but the trainer sees it: its kind, its widths, the tensors it has.

#include <cstdint>
#include <string_view>
#include <vector>

#include "common/codec/flat_model.h"

namespace hansa {

enum class Architecture { kMlp, kLogistic };
enum class Loss { kMse, kHuber, kCrossEntropy, kBinaryCrossEntropy };

std::string_view Name(Architecture architecture);  // "mlp"
std::string_view Name(Loss loss);                  // "mse", "huber", "cross_entropy", "bce"

struct NetworkSpec {
  Architecture architecture = Architecture::kMlp;
  uint32_t inputs = 0;
  std::vector<uint32_t> hidden;  // mlp: ReLU between linear layers; logistic: empty
  uint32_t outputs = 1;
  Loss loss = Loss::kMse;

  bool operator==(const NetworkSpec&) const = default;
};

inline bool IsClassifier(const NetworkSpec& n) {
  return n.loss == Loss::kCrossEntropy || n.loss == Loss::kBinaryCrossEntropy;
}

// Tensors "layers.0.weight" [out, in], "layers.0.bias" [out], "layers.1.weight", ... in this order.
ModelLayout LayoutOf(const NetworkSpec& network);

// Weights and biases uniform in +-1/sqrt(fan_in), as LibTorch initialises Linear. The same seed
// gives the same bits.
FlatModel InitialModel(const NetworkSpec& network, uint64_t seed);

}  // namespace hansa

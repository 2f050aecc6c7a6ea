#pragma once
// What a network is, as everyone but the trainer sees it: its kind, its widths, the tensors it has.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/codec/flat_model.h"
#include "common/crypto/hash.h"

namespace hansa {

enum class Architecture { kMlp, kLogistic, kCnn1d, kCnn2d, kLstm, kAutoencoder, kTorchScript };
enum class Loss { kMse, kHuber, kCrossEntropy, kBinaryCrossEntropy };

std::string_view Name(Architecture architecture);  // "mlp"
std::string_view Name(Loss loss);                  // "mse", "huber", "cross_entropy", "bce"
// The one with this name.
std::optional<Architecture> ArchitectureNamed(std::string_view name);

// A convolution, ReLU, then the maximum over windows of `pool` that do not overlap (1: none).
// Kernels and windows are square in two dimensions.
struct Convolution {
  uint32_t channels = 0;
  uint32_t kernel = 1;
  uint32_t stride = 1;
  uint32_t padding = 0;  // zeros on each side
  uint32_t pool = 1;

  bool operator==(const Convolution&) const = default;
};

// A tensor of a TorchScript file.
struct ScriptTensor {
  std::string name;
  std::vector<uint64_t> shape = {};  // empty: a single number
  bool buffer = false;  // averaged, never touched by the optimizer: batch-norm statistics
  // Begins uniform in [low, high), or as low where the two are equal.
  float low = 0, high = 0;

  bool operator==(const ScriptTensor&) const = default;
};

// A network of a user's own, in a file. What it computes is known to the trainer alone.
struct ScriptSpec {
  crypto::Digest sha256{};                 // of the file
  std::vector<ScriptTensor> tensors = {};  // its parameters, then its buffers, in the file's order

  bool operator==(const ScriptSpec&) const = default;
};

struct NetworkSpec {
  Architecture architecture = Architecture::kMlp;
  uint32_t inputs = 0;  // values in a row
  // ReLU between linear layers; cnn1d, cnn2d and lstm: of the linear layers behind; autoencoder: of
  // the encoder, which the decoder mirrors; logistic and torchscript: empty.
  std::vector<uint32_t> hidden = {};
  uint32_t outputs = 1;  // autoencoder: as many as inputs
  Loss loss = Loss::kMse;

  uint32_t length = 1;               // steps in a row; inputs = length x features, time first
  std::vector<uint32_t> image = {};  // cnn2d: channels, height, width; inputs is their product
  std::vector<Convolution> convolutions = {};  // cnn1d (along time), cnn2d
  uint32_t units = 0, layers = 0;              // lstm: size of the state, stacked layers
  uint32_t bottleneck = 0;                     // autoencoder
  ScriptSpec script = {};                      // torchscript

  bool operator==(const NetworkSpec&) const = default;
};

inline bool IsClassifier(const NetworkSpec& n) {
  return n.loss == Loss::kCrossEntropy || n.loss == Loss::kBinaryCrossEntropy;
}
// Of a TorchScript file, which a trainer must be given.
inline bool IsScript(const NetworkSpec& n) { return n.architecture == Architecture::kTorchScript; }
// Its target is its own input, so no column is.
inline bool IsAutoencoder(const NetworkSpec& n) {
  return n.architecture == Architecture::kAutoencoder;
}
// Classes that it tells apart; 0: none, or several yes-or-no answers at once.
uint32_t ClassesOf(const NetworkSpec& network);

// What keeps a spec from being a network; `key` as jobs and manifests write it ("kernel[1]").
struct NetworkFault {
  std::string key;
  std::string fault;  // "is out of range"
  std::string why = "";
  std::string next = "";
};
// None: whoever holds the spec may lay it out and build it. Bounds everything
// (common/base/limits.h).
std::optional<NetworkFault> FaultOf(const NetworkSpec& network);

// Its tensors in order (docs/protocol/model-files.md names them by architecture).
ModelLayout LayoutOf(const NetworkSpec& network);

// Values that a row takes in the widest layer: what bounds the memory of applying it.
uint64_t WidestLayer(const NetworkSpec& network);

// As LibTorch initialises each kind of layer: uniform in +-1/sqrt(fan_in) for linear layers and
// convolutions (weights and biases), in +-1/sqrt(units) for an LSTM; of a TorchScript file in each
// tensor's own range. The same seed gives the same bits.
FlatModel InitialModel(const NetworkSpec& network, uint64_t seed);

}  // namespace hansa

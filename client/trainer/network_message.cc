#include "client/trainer/network_message.h"

#include <optional>

#include "common/base/limits.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

v1::Architecture ToMessage(Architecture architecture) {
  switch (architecture) {
    case Architecture::kMlp:
      return v1::ARCHITECTURE_MLP;
    case Architecture::kLogistic:
      return v1::ARCHITECTURE_LOGISTIC;
  }
  return v1::ARCHITECTURE_UNSPECIFIED;
}

v1::Loss ToMessage(Loss loss) {
  switch (loss) {
    case Loss::kMse:
      return v1::LOSS_MSE;
    case Loss::kHuber:
      return v1::LOSS_HUBER;
    case Loss::kCrossEntropy:
      return v1::LOSS_CROSS_ENTROPY;
    case Loss::kBinaryCrossEntropy:
      return v1::LOSS_BCE;
  }
  return v1::LOSS_UNSPECIFIED;
}

std::optional<Architecture> ToArchitecture(v1::Architecture architecture) {
  if (architecture == v1::ARCHITECTURE_MLP) return Architecture::kMlp;
  if (architecture == v1::ARCHITECTURE_LOGISTIC) return Architecture::kLogistic;
  return std::nullopt;
}

std::optional<Loss> ToLoss(v1::Loss loss) {
  if (loss == v1::LOSS_MSE) return Loss::kMse;
  if (loss == v1::LOSS_HUBER) return Loss::kHuber;
  if (loss == v1::LOSS_CROSS_ENTROPY) return Loss::kCrossEntropy;
  if (loss == v1::LOSS_BCE) return Loss::kBinaryCrossEntropy;
  return std::nullopt;
}

Result<> CheckWidth(uint32_t width, const char* what) {
  if (width == 0 || width > limits::kLayerWidth)
    return BadInput("a network has a width out of bounds",
                    StrCat(what, " = ", width, "; 1 to ", limits::kLayerWidth));
  return Success();
}

Result<> CheckWidths(const NetworkSpec& network) {
  HANSA_TRY(CheckWidth(network.inputs, "inputs"));
  HANSA_TRY(CheckWidth(network.outputs, "outputs"));
  for (uint32_t width : network.hidden) HANSA_TRY(CheckWidth(width, "hidden"));
  uint64_t weights = 0;
  uint64_t fan_in = network.inputs;
  for (uint32_t width : network.hidden) {
    weights += (fan_in + 1) * width;
    fan_in = width;
  }
  weights += (fan_in + 1) * network.outputs;
  if (weights > limits::kTrainerArrayBytes / sizeof(float))
    return BadInput("a network is too large", StrCat(weights, " weights"));
  return Success();
}

}  // namespace

v1::Network ToMessage(const NetworkSpec& network) {
  v1::Network message;
  message.set_architecture(ToMessage(network.architecture));
  message.set_inputs(network.inputs);
  for (uint32_t width : network.hidden) message.add_hidden(width);
  message.set_outputs(network.outputs);
  message.set_loss(ToMessage(network.loss));
  return message;
}

Result<NetworkSpec> ToNetwork(const v1::Network& message) {
  const auto architecture = ToArchitecture(message.architecture());
  const auto loss = ToLoss(message.loss());
  if (!architecture || !loss)
    return BadInput("a network is of an unknown kind",
                    StrCat("architecture ", message.architecture(), ", loss ", message.loss()));
  if (static_cast<size_t>(message.hidden_size()) > limits::kHiddenLayers)
    return BadInput("a network has too many hidden layers", StrCat(message.hidden_size()));
  NetworkSpec network{*architecture,
                      message.inputs(),
                      {message.hidden().begin(), message.hidden().end()},
                      message.outputs(),
                      *loss};
  HANSA_TRY(CheckWidths(network));
  if (network.architecture == Architecture::kLogistic && !network.hidden.empty())
    return BadInput("a logistic model has no hidden layers",
                    StrCat(network.hidden.size(), " given"));
  if (network.loss == Loss::kCrossEntropy && network.outputs < 2)
    return BadInput("cross_entropy needs one output a class", StrCat(network.outputs, " given"));
  return network;
}

}  // namespace hansa::client

#pragma once
// Architectures and losses as the schema writes them. Both lists are in the same order.

#include <optional>

#include "common/model/network.h"
#include "hansa/v1/job.pb.h"

namespace hansa {

inline v1::Architecture ToMessage(Architecture architecture) {
  static_assert(static_cast<int>(Architecture::kTorchScript) + 1 == v1::ARCHITECTURE_TORCHSCRIPT &&
                static_cast<int>(Architecture::kLstm) + 1 == v1::ARCHITECTURE_LSTM);
  return static_cast<v1::Architecture>(static_cast<int>(architecture) + 1);
}

inline v1::Loss ToMessage(Loss loss) {
  static_assert(static_cast<int>(Loss::kBinaryCrossEntropy) + 1 == v1::LOSS_BCE);
  return static_cast<v1::Loss>(static_cast<int>(loss) + 1);
}

// None: unspecified, or of a later version.
inline std::optional<Architecture> ToArchitecture(v1::Architecture architecture) {
  if (architecture < v1::ARCHITECTURE_MLP || architecture > v1::ARCHITECTURE_TORCHSCRIPT)
    return std::nullopt;
  return static_cast<Architecture>(architecture - 1);
}

inline std::optional<Loss> ToLoss(v1::Loss loss) {
  if (loss < v1::LOSS_MSE || loss > v1::LOSS_BCE) return std::nullopt;
  return static_cast<Loss>(loss - 1);
}

}  // namespace hansa

#include "client/learning/loss_function.h"

#include <ATen/ops/binary_cross_entropy_with_logits.h>
#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/huber_loss.h>
#include <ATen/ops/mse_loss.h>

namespace hansa::client {

at::Tensor MeanLoss(Loss loss, const at::Tensor& outputs, const at::Tensor& targets) {
  switch (loss) {
    case Loss::kMse:
      return at::mse_loss(outputs, targets);
    case Loss::kHuber:
      return at::huber_loss(outputs, targets);
    case Loss::kCrossEntropy:
      return at::cross_entropy_loss(outputs, targets);
    case Loss::kBinaryCrossEntropy:
      return at::binary_cross_entropy_with_logits(outputs, targets);
  }
  return {};
}

}  // namespace hansa::client

#include "common/model/network.h"

#include "common/base/check.h"

namespace hansa {

std::string_view Name(Loss loss) {
  switch (loss) {
    case Loss::kMse:
      return "mse";
    case Loss::kHuber:
      return "huber";
    case Loss::kCrossEntropy:
      return "cross_entropy";
    case Loss::kBinaryCrossEntropy:
      return "bce";
  }
  HANSA_CHECK(false);
}

}  // namespace hansa

#include "common/model/network.h"

#include <string>

#include "common/base/check.h"
#include "common/base/text.h"

namespace hansa {

std::string_view Name(Architecture architecture) {
  switch (architecture) {
    case Architecture::kMlp:
      return "mlp";
    case Architecture::kLogistic:
      return "logistic";
  }
  HANSA_CHECK(false);
}

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

ModelLayout LayoutOf(const NetworkSpec& network) {
  std::vector<uint64_t> widths = {network.inputs};
  widths.insert(widths.end(), network.hidden.begin(), network.hidden.end());
  widths.push_back(network.outputs);
  ModelLayout layout;
  for (size_t i = 0; i + 1 < widths.size(); ++i) {
    layout.Add(StrCat("layers.", i, ".weight"), {widths[i + 1], widths[i]});
    layout.Add(StrCat("layers.", i, ".bias"), {widths[i + 1]});
  }
  return layout;
}

}  // namespace hansa

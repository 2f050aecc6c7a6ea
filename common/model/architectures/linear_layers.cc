#include <algorithm>

#include "common/base/text.h"
#include "common/model/architectures/architecture_rules.h"

namespace hansa::internal {

void AddLinear(const std::string& prefix, const std::vector<uint64_t>& widths,
               std::vector<Parameter>& out) {
  for (size_t i = 0; i + 1 < widths.size(); ++i) {
    out.push_back({StrCat(prefix, ".", i, ".weight"), {widths[i + 1], widths[i]}, widths[i]});
    out.push_back({StrCat(prefix, ".", i, ".bias"), {widths[i + 1]}, widths[i]});
  }
}

std::vector<uint64_t> WidthsOf(uint64_t first, const NetworkSpec& network) {
  std::vector<uint64_t> widths = {first};
  widths.insert(widths.end(), network.hidden.begin(), network.hidden.end());
  widths.push_back(network.outputs);
  return widths;
}

uint64_t Widest(const std::vector<uint64_t>& widths) {
  return *std::max_element(widths.begin(), widths.end());
}

}  // namespace hansa::internal

#include "client/learning/data_view.h"

#include <cmath>

#include "common/base/text.h"

namespace hansa::client {
namespace {

bool IsClass(float target, const NetworkSpec& network) {
  if (network.loss == Loss::kBinaryCrossEntropy) return target == 0.0f || target == 1.0f;
  return target >= 0.0f && target < static_cast<float>(network.outputs) &&
         std::floor(target) == target;
}

Result<> CheckClasses(const RowsView& y, const NetworkSpec& network, const char* name) {
  const uint64_t values = y.rows * y.columns;
  for (uint64_t i = 0; i < values; ++i) {
    if (IsClass(y.data[i], network)) continue;
    const uint32_t classes = network.loss == Loss::kBinaryCrossEntropy ? 2 : network.outputs;
    return BadInput(StrCat("a target of the ", name, " rows is no class"),
                    StrCat(y.data[i], " in row ", i / y.columns),
                    StrCat("targets are 0 to ", classes - 1, " with ", Name(network.loss)));
  }
  return Success();
}

}  // namespace

uint64_t TargetColumns(const NetworkSpec& network) {
  const bool one = network.loss == Loss::kCrossEntropy || IsAutoencoder(network);
  return one ? 1 : network.outputs;
}

const RowsView& TargetsOf(const ExamplesView& examples, const NetworkSpec& network) {
  return IsAutoencoder(network) ? examples.x : examples.y;
}

Result<> CheckFits(const ExamplesView& examples, const NetworkSpec& network, const char* name) {
  if (examples.x.rows != examples.y.rows)
    return BadInput(StrCat("the ", name, " rows do not match"),
                    StrCat(examples.x.rows, " of inputs, ", examples.y.rows, " of targets"));
  if (examples.rows() == 0) return BadInput(StrCat("there are no ", name, " rows"));
  if (examples.x.columns != network.inputs || examples.y.columns != TargetColumns(network))
    return BadInput(
        StrCat("the ", name, " rows do not fit the network"),
        StrCat(examples.x.columns, " inputs and ", examples.y.columns, " targets; the network has ",
               network.inputs, " and ", TargetColumns(network)));
  return IsClassifier(network) ? CheckClasses(examples.y, network, name) : Success();
}

Result<> CheckWeights(const NetworkSpec& network, std::span<const float> weights) {
  const uint64_t expected = LayoutOf(network).elements();
  if (weights.size() != expected)
    return BadInput("the weights do not fit the network",
                    StrCat(weights.size(), " values; the network has ", expected));
  return CheckFinite({weights.data(), 1, weights.size()}, "the weights");
}

Result<> CheckFinite(const RowsView& rows, const char* name) {
  const uint64_t values = rows.rows * rows.columns;
  for (uint64_t i = 0; i < values; ++i)
    if (!std::isfinite(rows.data[i]))
      return BadInput(
          StrCat("a value of ", name, " is not finite"),
          StrCat(rows.data[i], " in row ", i / rows.columns, ", column ", i % rows.columns),
          "let the data gate drop such rows (valid = [low, high])");
  return Success();
}

}  // namespace hansa::client

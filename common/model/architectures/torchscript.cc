// A user's own file: its tensors are what the job says that they are, which the trainer checks.
#include <cmath>
#include <set>

#include "common/base/script_limits.h"
#include "common/base/text.h"
#include "common/model/architectures/architecture_rules.h"

namespace hansa::internal {
namespace {

constexpr std::string_view kParts[] = {"script"};

bool IsTensorName(const std::string& name) {
  if (name.empty() || name.size() > limits::kTensorNameBytes) return false;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.';
    if (!letter && !(c >= '0' && c <= '9')) return false;
  }
  return true;
}

// The number of values; 0 when it is out of bounds.
uint64_t Values(const std::vector<uint64_t>& shape) {
  uint64_t values = 1;
  for (const uint64_t side : shape) {
    if (side == 0 || side > limits::kScriptValues) return 0;
    values *= side;
    if (values > limits::kScriptValues) return 0;
  }
  return values;
}

NetworkFault TensorFault(size_t i, std::string fault, std::string why) {
  return {StrCat("tensors[", i, "]"), std::move(fault), std::move(why),
          "Take the lines that hansa-client describe FILE prints"};
}

std::optional<NetworkFault> Fault(const NetworkSpec& network) {
  const auto& tensors = network.script.tensors;
  if (tensors.empty() || tensors.front().buffer)
    return NetworkFault{"tensors", "names no parameter", "there would be nothing to train",
                        "Take the lines that hansa-client describe FILE prints"};
  if (tensors.size() > limits::kScriptTensors)
    return NetworkFault{"tensors", "is too long",
                        StrCat(tensors.size(), ", at most ", limits::kScriptTensors)};
  std::set<std::string> names;
  uint64_t values = 0;
  for (size_t i = 0; i < tensors.size(); ++i) {
    if (!IsTensorName(tensors[i].name))
      return TensorFault(i, "has no name that a model file can hold", "");
    if (!names.insert(tensors[i].name).second)
      return TensorFault(i, "repeats a name", tensors[i].name);
    if (i > 0 && tensors[i - 1].buffer && !tensors[i].buffer)
      return TensorFault(i, "stands behind a buffer", "parameters come first");
    const uint64_t size =
        tensors[i].shape.size() > limits::kTensorSides ? 0 : Values(tensors[i].shape);
    values += size;
    if (!std::isfinite(tensors[i].low) || !std::isfinite(tensors[i].high) ||
        tensors[i].low > tensors[i].high)
      return TensorFault(i, "has no range to begin in", "");
    if (size == 0 || values > limits::kScriptValues)
      return TensorFault(i, "has a shape out of bounds",
                         StrCat("at most ", limits::kScriptValues, " values in all"));
  }
  return std::nullopt;
}

std::vector<Parameter> Parameters(const NetworkSpec& network) {
  std::vector<Parameter> out;
  for (const ScriptTensor& tensor : network.script.tensors)
    out.push_back({tensor.name, tensor.shape, 1, std::pair(tensor.low, tensor.high)});
  return out;
}

// What happens inside is not known here: as if a row took as much as the largest tensor.
uint64_t WidestOf(const NetworkSpec& network) {
  uint64_t widest = Widest({network.inputs, network.outputs, 4096});
  for (const ScriptTensor& tensor : network.script.tensors)
    widest = Widest({widest, Values(tensor.shape)});
  return widest;
}

}  // namespace

const ArchitectureRules kTorchScriptRules = {
    Architecture::kTorchScript, "torchscript", kParts, Fault, Parameters, WidestOf};

}  // namespace hansa::internal

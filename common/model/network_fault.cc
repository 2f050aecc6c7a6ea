#include <algorithm>

#include "common/base/data_limits.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/model/architectures/architecture_rules.h"

namespace hansa {
namespace {

using internal::ArchitectureRules;
using Fault = std::optional<NetworkFault>;

// A kernel or a pool of more is a mistake.
constexpr uint32_t kLargestKernel = 4096;

Fault OutOfRange(std::string key, uint64_t value, uint64_t low, uint64_t high) {
  if (value >= low && value <= high) return std::nullopt;
  return NetworkFault{std::move(key), "is out of range",
                      StrCat(value, " is not between ", low, " and ", high)};
}

Fault TooMany(const char* key, size_t count, size_t most) {
  if (count <= most) return std::nullopt;
  return NetworkFault{key, "has too many layers", StrCat(count, ", at most ", most)};
}

Fault HiddenFault(const NetworkSpec& network) {
  if (Fault f = TooMany("hidden", network.hidden.size(), limits::kHiddenLayers)) return f;
  for (size_t i = 0; i < network.hidden.size(); ++i)
    if (Fault f = OutOfRange(StrCat("hidden[", i, "]"), network.hidden[i], 1, limits::kLayerWidth))
      return f;
  return std::nullopt;
}

Fault ConvolutionsFault(const NetworkSpec& network) {
  if (Fault f = TooMany("channels", network.convolutions.size(), limits::kHiddenLayers)) return f;
  for (size_t i = 0; i < network.convolutions.size(); ++i) {
    const Convolution& c = network.convolutions[i];
    const auto key = [i](const char* name) { return StrCat(name, "[", i, "]"); };
    for (Fault f : {OutOfRange(key("channels"), c.channels, 1, limits::kLayerWidth),
                    OutOfRange(key("kernel"), c.kernel, 1, kLargestKernel),
                    OutOfRange(key("stride"), c.stride, 1, kLargestKernel),
                    OutOfRange(key("padding"), c.padding, 0, kLargestKernel),
                    OutOfRange(key("pool"), c.pool, 1, kLargestKernel)})
      if (f) return f;
  }
  return std::nullopt;
}

Fault ImageFault(const NetworkSpec& network) {
  for (size_t i = 0; i < network.image.size(); ++i)
    if (Fault f = OutOfRange(StrCat("input[", i, "]"), network.image[i], 1, limits::kLayerWidth))
      return f;
  return std::nullopt;
}

// A part that is given and that the architecture has not.
Fault ForeignPart(const NetworkSpec& network, const ArchitectureRules& rules) {
  const std::pair<std::string_view, bool> given[] = {
      {"hidden", !network.hidden.empty()},
      {"image", !network.image.empty()},
      {"convolutions", !network.convolutions.empty()},
      {"units", network.units != 0 || network.layers != 0},
      {"bottleneck", network.bottleneck != 0},
      {"script", network.script != ScriptSpec()}};
  const auto key = [](std::string_view part) -> std::string {
    if (part == "image") return "input";
    if (part == "convolutions") return "channels";
    return std::string(part);
  };
  for (const auto& [part, present] : given) {
    if (!present || std::find(rules.parts.begin(), rules.parts.end(), part) != rules.parts.end())
      continue;
    return NetworkFault{key(part), StrCat("does not fit architecture \"", rules.name, "\""),
                        StrCat("a ", rules.name, " model has no such part"),
                        "Remove it, or choose another architecture"};
  }
  return std::nullopt;
}

Fault OutputsFault(const NetworkSpec& network) {
  if (Fault f = OutOfRange("outputs", network.outputs, 1, limits::kRowValues)) return f;
  if (network.loss != Loss::kCrossEntropy || network.outputs >= 2) return std::nullopt;
  return NetworkFault{"outputs", "must be the number of classes, 2 or more",
                      StrCat("it is ", network.outputs), "For two classes \"bce\" does too"};
}

Fault LengthFault(const NetworkSpec& network) {
  if (network.length != 0 && network.inputs % network.length == 0) return std::nullopt;
  return NetworkFault{"length", "does not divide the inputs",
                      StrCat(network.inputs, " inputs in ", network.length, " steps")};
}

Fault SizeFault(const NetworkSpec& network) {
  const uint64_t most = limits::kTrainerArrayBytes / sizeof(float);
  const uint64_t weights = LayoutOf(network).elements();
  if (weights <= most) return std::nullopt;
  return NetworkFault{"hidden", "makes the model too large",
                      StrCat(weights, " weights, at most ", most)};
}

}  // namespace

std::optional<NetworkFault> FaultOf(const NetworkSpec& network) {
  const ArchitectureRules& rules = internal::RulesOf(network.architecture);
  if (Fault f = OutOfRange("inputs", network.inputs, 1, limits::kRowValues)) return f;
  for (const auto part : {HiddenFault, ConvolutionsFault, ImageFault, LengthFault, OutputsFault})
    if (Fault f = part(network)) return f;
  if (Fault f = OutOfRange("units", network.units, 0, limits::kLayerWidth)) return f;
  if (Fault f = OutOfRange("layers", network.layers, 0, limits::kHiddenLayers)) return f;
  if (Fault f = OutOfRange("bottleneck", network.bottleneck, 0, limits::kLayerWidth)) return f;
  if (Fault f = ForeignPart(network, rules)) return f;
  if (Fault f = rules.fault(network)) return f;
  return SizeFault(network);
}

uint32_t ClassesOf(const NetworkSpec& network) {
  if (network.loss == Loss::kCrossEntropy) return network.outputs;
  if (network.loss == Loss::kBinaryCrossEntropy && network.outputs == 1) return 2;
  return 0;
}

}  // namespace hansa

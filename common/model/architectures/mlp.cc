// Tensors "layers.0.weight" [out, in], "layers.0.bias" [out], "layers.1.weight", ...
#include "common/model/architectures/architecture_rules.h"

namespace hansa::internal {
namespace {

constexpr std::string_view kParts[] = {"hidden"};

std::optional<NetworkFault> Fault(const NetworkSpec&) { return std::nullopt; }

std::vector<Parameter> Parameters(const NetworkSpec& network) {
  std::vector<Parameter> out;
  AddLinear("layers", WidthsOf(network.inputs, network), out);
  return out;
}

uint64_t WidestOf(const NetworkSpec& network) { return Widest(WidthsOf(network.inputs, network)); }

}  // namespace

const ArchitectureRules kMlpRules = {Architecture::kMlp, "mlp",   kParts, Fault,
                                     Parameters,         WidestOf};

}  // namespace hansa::internal

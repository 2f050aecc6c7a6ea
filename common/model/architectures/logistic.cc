// One linear layer for classes: "layers.0.weight", "layers.0.bias".
#include "common/base/text.h"
#include "common/model/architectures/architecture_rules.h"

namespace hansa::internal {
namespace {

std::optional<NetworkFault> Fault(const NetworkSpec& network) {
  if (IsClassifier(network)) return std::nullopt;
  return NetworkFault{"loss", "does not fit architecture \"logistic\"",
                      StrCat("\"", Name(network.loss), "\" is for numbers"),
                      "Choose \"bce\" or \"cross-entropy\"; a linear model of numbers is an "
                      "\"mlp\" without hidden layers"};
}

std::vector<Parameter> Parameters(const NetworkSpec& network) {
  std::vector<Parameter> out;
  AddLinear("layers", {network.inputs, network.outputs}, out);
  return out;
}

uint64_t WidestOf(const NetworkSpec& network) { return Widest({network.inputs, network.outputs}); }

}  // namespace

const ArchitectureRules kLogisticRules = {
    Architecture::kLogistic, "logistic", {}, Fault, Parameters, WidestOf};

}  // namespace hansa::internal

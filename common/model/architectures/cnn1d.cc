// Convolutions along time: the features are the channels, the length is the side.
#include "common/model/architectures/architecture_rules.h"

namespace hansa::internal {
namespace {

constexpr std::string_view kParts[] = {"hidden", "convolutions"};

ConvolutionInput InputOf(const NetworkSpec& network) {
  return {network.inputs / network.length, {network.length}};
}

std::optional<NetworkFault> Fault(const NetworkSpec& network) {
  return ConvolutionFault(InputOf(network), network);
}
std::vector<Parameter> Parameters(const NetworkSpec& network) {
  return ConvolutionParameters(InputOf(network), network);
}
uint64_t WidestOf(const NetworkSpec& network) {
  return WidestConvolution(InputOf(network), network);
}

}  // namespace

const ArchitectureRules kCnn1dRules = {Architecture::kCnn1d, "cnn1d", kParts, Fault,
                                       Parameters,           WidestOf};

}  // namespace hansa::internal

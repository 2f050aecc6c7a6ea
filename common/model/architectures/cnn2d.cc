// Convolutions over an image, whose pixels are the row: channel by channel, line by line.
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/model/architectures/architecture_rules.h"

namespace hansa::internal {
namespace {

constexpr std::string_view kParts[] = {"hidden", "image", "convolutions"};

ConvolutionInput InputOf(const NetworkSpec& network) {
  return {network.image[0], {network.image[1], network.image[2]}};
}

std::optional<NetworkFault> Fault(const NetworkSpec& network) {
  if (network.image.size() != 3)
    return NetworkFault{"input", "must be [channels, height, width]",
                        StrCat("it has ", network.image.size(), " numbers"),
                        "For example input = [1, 28, 28]"};
  const ConvolutionInput input = InputOf(network);
  if (input.values() != network.inputs)
    return NetworkFault{
        "input", "does not fit the data",
        StrCat(input.channels, " x ", input.sides[0], " x ", input.sides[1], " are ",
               input.values(), " values, the features make ", network.inputs),
        "List as many features as the image has values"};
  return ConvolutionFault(input, network);
}
std::vector<Parameter> Parameters(const NetworkSpec& network) {
  return ConvolutionParameters(InputOf(network), network);
}
uint64_t WidestOf(const NetworkSpec& network) {
  return WidestConvolution(InputOf(network), network);
}

}  // namespace

const ArchitectureRules kCnn2dRules = {Architecture::kCnn2d, "cnn2d", kParts, Fault,
                                       Parameters,           WidestOf};

}  // namespace hansa::internal

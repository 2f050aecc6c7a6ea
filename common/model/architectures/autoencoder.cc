// Linear layers down to a bottleneck and, mirrored, up again, ReLU between them but not at the
// bottleneck.
//
// Tensors "encoder.0.weight", "encoder.0.bias", ..., "decoder.0.weight", ...
#include "common/base/text.h"
#include "common/model/architectures/architecture_rules.h"

namespace hansa::internal {
namespace {

constexpr std::string_view kParts[] = {"hidden", "bottleneck"};

std::vector<uint64_t> Encoder(const NetworkSpec& network) {
  std::vector<uint64_t> widths = {network.inputs};
  widths.insert(widths.end(), network.hidden.begin(), network.hidden.end());
  widths.push_back(network.bottleneck);
  return widths;
}

std::optional<NetworkFault> Fault(const NetworkSpec& network) {
  if (network.bottleneck == 0)
    return NetworkFault{"bottleneck", "is missing", "",
                        "Say how few numbers a row is pressed into: bottleneck = 4"};
  if (network.loss != Loss::kMse)
    return NetworkFault{"loss", "does not fit architecture \"autoencoder\"",
                        StrCat("it is \"", Name(network.loss), "\""), "Choose \"mse\""};
  if (network.outputs != network.inputs)
    return NetworkFault{
        "outputs", "does not fit architecture \"autoencoder\"",
        StrCat("it gives back its ", network.inputs, " inputs, not ", network.outputs),
        "Remove the key"};
  return std::nullopt;
}

std::vector<Parameter> Parameters(const NetworkSpec& network) {
  const std::vector<uint64_t> encoder = Encoder(network);
  std::vector<Parameter> out;
  AddLinear("encoder", encoder, out);
  AddLinear("decoder", {encoder.rbegin(), encoder.rend()}, out);
  return out;
}

uint64_t WidestOf(const NetworkSpec& network) { return Widest(Encoder(network)); }

}  // namespace

const ArchitectureRules kAutoencoderRules = {
    Architecture::kAutoencoder, "autoencoder", kParts, Fault, Parameters, WidestOf};

}  // namespace hansa::internal

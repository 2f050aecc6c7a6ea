// An LSTM over the steps of a row; the state after the last one goes through linear layers.
//
// Tensors of layer k: "lstm.weight_ih_l<k>" [4 units, in], "lstm.weight_hh_l<k>" [4 units, units],
// "lstm.bias_ih_l<k>", "lstm.bias_hh_l<k>" [4 units], gates in LibTorch's order (input, forget,
// cell, output); then "layers.<i>...".
#include "common/base/text.h"
#include "common/model/architectures/architecture_rules.h"

namespace hansa::internal {
namespace {

constexpr std::string_view kParts[] = {"hidden", "units"};

std::optional<NetworkFault> Fault(const NetworkSpec& network) {
  if (network.units == 0)
    return NetworkFault{"units", "is missing", "", "Say how large the state is: units = 32"};
  if (network.layers == 0) return NetworkFault{"layers", "must be at least 1"};
  return std::nullopt;
}

std::vector<Parameter> Parameters(const NetworkSpec& network) {
  const uint64_t units = network.units, gates = 4 * units;
  std::vector<Parameter> out;
  uint64_t inputs = network.inputs / network.length;
  for (uint32_t layer = 0; layer < network.layers; ++layer) {
    // LibTorch draws all of an LSTM's weights in +-1/sqrt(units).
    out.push_back({StrCat("lstm.weight_ih_l", layer), {gates, inputs}, units});
    out.push_back({StrCat("lstm.weight_hh_l", layer), {gates, units}, units});
    out.push_back({StrCat("lstm.bias_ih_l", layer), {gates}, units});
    out.push_back({StrCat("lstm.bias_hh_l", layer), {gates}, units});
    inputs = units;
  }
  AddLinear("layers", WidthsOf(units, network), out);
  return out;
}

uint64_t WidestOf(const NetworkSpec& network) {
  const uint64_t gates = uint64_t{4} * network.units * network.length;
  return Widest({network.inputs, gates, Widest(WidthsOf(network.units, network))});
}

}  // namespace

const ArchitectureRules kLstmRules = {Architecture::kLstm, "lstm",  kParts, Fault,
                                      Parameters,          WidestOf};

}  // namespace hansa::internal

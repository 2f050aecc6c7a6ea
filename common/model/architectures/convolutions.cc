// What cnn1d and cnn2d share: the sides through the convolutions, their tensors
// "convolutions.<i>.weight" [out, in, kernel...] and "convolutions.<i>.bias", and the linear layers
// behind, "layers.<i>...".
#include <algorithm>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/model/architectures/architecture_rules.h"

namespace hansa::internal {
namespace {

// 0: the kernel does not fit.
uint64_t Convolved(uint64_t side, const Convolution& c) {
  const uint64_t padded = side + 2 * uint64_t{c.padding};
  return padded < c.kernel ? 0 : (padded - c.kernel) / c.stride + 1;
}

uint64_t Power(uint64_t base, size_t exponent) {
  uint64_t out = 1;
  while (exponent-- > 0) out *= base;
  return out;
}

NetworkFault TooSmall(size_t i, uint64_t side, const Convolution& c) {
  const uint64_t convolved = Convolved(side, c);
  if (convolved == 0) {
    return {StrCat("kernel[", i, "]"), "is larger than what it is laid on",
            StrCat("a kernel of ", c.kernel, " on a side of ", side, " with padding ", c.padding),
            "Use a smaller kernel, more padding, less pooling before it, or a longer input"};
  }
  return {StrCat("pool[", i, "]"), "leaves nothing",
          StrCat("windows of ", c.pool, " over a side of ", convolved),
          "Use a smaller pool, or a longer input"};
}

}  // namespace

uint64_t ConvolutionInput::values() const {
  uint64_t out = channels;
  for (const uint64_t side : sides) out *= side;
  return out;
}

std::vector<ConvolutionInput> OutputsOf(ConvolutionInput input, const NetworkSpec& network) {
  std::vector<ConvolutionInput> out;
  for (const Convolution& c : network.convolutions) {
    input.channels = c.channels;
    for (uint64_t& side : input.sides) side = Convolved(side, c) / c.pool;
    if (input.values() == 0) break;
    out.push_back(input);
  }
  return out;
}

std::optional<NetworkFault> ConvolutionFault(const ConvolutionInput& input,
                                             const NetworkSpec& network) {
  if (network.convolutions.empty())
    return NetworkFault{"channels", "is missing", "",
                        "Say how many channels each convolution has: channels = [16, 32]"};
  const auto outputs = OutputsOf(input, network);
  if (outputs.size() < network.convolutions.size()) {
    const auto& last = outputs.empty() ? input : outputs.back();
    const uint64_t side = *std::min_element(last.sides.begin(), last.sides.end());
    return TooSmall(outputs.size(), side, network.convolutions[outputs.size()]);
  }
  if (const uint64_t widest = WidestConvolution(input, network); widest > limits::kLayerValues)
    return NetworkFault{"channels", "make a layer too wide",
                        StrCat(widest, " values a row, at most ", limits::kLayerValues),
                        "Use fewer channels, a larger stride, or pooling"};
  return std::nullopt;
}

std::vector<Parameter> ConvolutionParameters(const ConvolutionInput& input,
                                             const NetworkSpec& network) {
  std::vector<Parameter> out;
  uint64_t channels = input.channels;
  for (size_t i = 0; i < network.convolutions.size(); ++i) {
    const Convolution& c = network.convolutions[i];
    const uint64_t fan_in = channels * Power(c.kernel, input.sides.size());
    std::vector<uint64_t> shape = {c.channels, channels};
    shape.insert(shape.end(), input.sides.size(), c.kernel);
    out.push_back({StrCat("convolutions.", i, ".weight"), std::move(shape), fan_in});
    out.push_back({StrCat("convolutions.", i, ".bias"), {c.channels}, fan_in});
    channels = c.channels;
  }
  AddLinear("layers", WidthsOf(OutputsOf(input, network).back().values(), network), out);
  return out;
}

uint64_t WidestConvolution(const ConvolutionInput& input, const NetworkSpec& network) {
  const auto outputs = OutputsOf(input, network);
  const uint64_t flat = outputs.empty() ? input.values() : outputs.back().values();
  uint64_t widest = std::max(input.values(), Widest(WidthsOf(flat, network)));
  ConvolutionInput at = input;
  for (size_t i = 0; i < outputs.size(); ++i) {
    const Convolution& c = network.convolutions[i];
    at.channels = c.channels;
    for (uint64_t& side : at.sides) side = Convolved(side, c);
    widest = std::max(widest, at.values());  // before pooling
    at = outputs[i];
  }
  return widest;
}

}  // namespace hansa::internal

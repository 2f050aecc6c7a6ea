#pragma once
// What an architecture says of itself outside of the trainer: one file each in this folder, one
// line each in the table. Private to common/model.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/model/network.h"

namespace hansa::internal {

// A tensor and how it begins: uniform in +-1/sqrt(fan_in), or in [range.first, range.second).
struct Parameter {
  std::string name;
  std::vector<uint64_t> shape;
  uint64_t fan_in = 1;
  std::optional<std::pair<float, float>> range = std::nullopt;
};

struct ArchitectureRules {
  Architecture architecture;
  std::string_view name;
  // Of hidden, image, convolutions, units, bottleneck, script: those that it has.
  std::span<const std::string_view> parts;
  // Its own rules, once the bounds of every number hold and no part is given that it has not.
  std::optional<NetworkFault> (*fault)(const NetworkSpec&);
  // Of a network without fault.
  std::vector<Parameter> (*parameters)(const NetworkSpec&);
  uint64_t (*widest)(const NetworkSpec&);
};

const ArchitectureRules& RulesOf(Architecture architecture);
std::span<const ArchitectureRules* const> AllRules();

extern const ArchitectureRules kMlpRules, kLogisticRules, kCnn1dRules, kCnn2dRules, kLstmRules,
    kAutoencoderRules, kTorchScriptRules;

// Linear layers "<prefix>.0", "<prefix>.1", ... through the widths.
void AddLinear(const std::string& prefix, const std::vector<uint64_t>& widths,
               std::vector<Parameter>& out);
// `first`, the hidden widths, the outputs.
std::vector<uint64_t> WidthsOf(uint64_t first, const NetworkSpec& network);
uint64_t Widest(const std::vector<uint64_t>& widths);

// Channels and sides of what is convolved: sides of one number along time, of two for an image.
struct ConvolutionInput {
  uint64_t channels = 0;
  std::vector<uint64_t> sides;

  uint64_t values() const;
};
// What comes out of each convolution in turn, pooled; ends before one that does not fit.
std::vector<ConvolutionInput> OutputsOf(ConvolutionInput input, const NetworkSpec& network);
std::optional<NetworkFault> ConvolutionFault(const ConvolutionInput& input,
                                             const NetworkSpec& network);
std::vector<Parameter> ConvolutionParameters(const ConvolutionInput& input,
                                             const NetworkSpec& network);
uint64_t WidestConvolution(const ConvolutionInput& input, const NetworkSpec& network);

}  // namespace hansa::internal

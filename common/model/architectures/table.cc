#include "common/base/check.h"
#include "common/model/architectures/architecture_rules.h"

namespace hansa {
namespace internal {
namespace {

constexpr const ArchitectureRules* kTable[] = {
    &kMlpRules,  &kLogisticRules,    &kCnn1dRules,      &kCnn2dRules,
    &kLstmRules, &kAutoencoderRules, &kTorchScriptRules};

}  // namespace

const ArchitectureRules& RulesOf(Architecture architecture) {
  for (const ArchitectureRules* rules : kTable)
    if (rules->architecture == architecture) return *rules;
  HANSA_CHECK(false);
}

std::span<const ArchitectureRules* const> AllRules() { return kTable; }

}  // namespace internal

std::string_view Name(Architecture architecture) { return internal::RulesOf(architecture).name; }

std::optional<Architecture> ArchitectureNamed(std::string_view name) {
  for (const internal::ArchitectureRules* rules : internal::AllRules())
    if (rules->name == name) return rules->architecture;
  return std::nullopt;
}

ModelLayout LayoutOf(const NetworkSpec& network) {
  ModelLayout layout;
  for (internal::Parameter& parameter : internal::RulesOf(network.architecture).parameters(network))
    layout.Add(std::move(parameter.name), std::move(parameter.shape));
  return layout;
}

uint64_t WidestLayer(const NetworkSpec& network) {
  return internal::RulesOf(network.architecture).widest(network);
}

}  // namespace hansa

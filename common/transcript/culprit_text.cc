#include "common/transcript/culprit_text.h"

#include "common/base/text.h"

namespace hansa::transcript {
namespace {

std::string SecretOf(const CheckedCulprit& checked) {
  return checked.kind == secagg::ShareKind::kSelfMask ? "its own mask b" : "its mask key";
}

std::string ListOf(const std::vector<uint32_t>& numbers) {
  std::string list;
  for (const uint32_t number : numbers) list += StrCat(list.empty() ? "" : ", ", number);
  return list;
}

std::string CrimeOf(const CheckedCulprit& checked) {
  if (checked.fault == CheckedCulprit::Fault::kFalseDealing)
    return StrCat("  It dealt shares of ", SecretOf(checked), " to its ", checked.graph.neighbours,
                  " neighbours and signed their hashes. ", checked.graph.threshold,
                  " of them, those of the\n  sites ", ListOf(checked.holders),
                  " of the roster, are what it signed and do not give the secret that it "
                  "advertised.\n");
  return StrCat("  It signed that site ", checked.dealer_id, " (", checked.dealer,
                " in the roster) dealt it a share of ", SecretOf(checked),
                ".\n  That share is not the one whose hash the dealer signed.\n");
}

}  // namespace

std::string_view Name(CheckedCulprit::Fault fault) {
  return fault == CheckedCulprit::Fault::kFalseDealing ? "false_dealing" : "false_share";
}

std::string TextOf(const CheckedCulprit& checked) {
  return StrCat(
      "Convicted: site ", checked.site_id, " of a ",
      checked.fault == CheckedCulprit::Fault::kFalseDealing ? "false dealing" : "false share", "\n",
      CrimeOf(checked), "  Session ", checked.setup.session_number, ", round ", checked.setup.round,
      ", job file ", Hex(checked.setup.job_digest), ", profile ",
      secagg::Name(checked.setup.profile), ", ", checked.sites,
      " sites, k = ", checked.graph.neighbours, ", t = ", checked.graph.threshold, "\n");
}

}  // namespace hansa::transcript

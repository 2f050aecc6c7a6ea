#include "coordinator/cli/audit_text.h"

#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "common/transcript/culprit_text.h"

namespace hansa::cli {
namespace {

const char* NameOf(secagg::Purpose purpose) {
  if (purpose == secagg::Purpose::kTrain) return "train";
  return purpose == secagg::Purpose::kEvaluate ? "evaluate" : "statistics";
}

size_t SharesOf(const transcript::CheckedTranscript& checked) {
  size_t shares = 0;
  for (const auto& released : checked.released_by) shares += released.second;
  return shares;
}

std::string BecameOf(const v1::TranscriptSeal& seal) {
  if (seal.has_published())
    return StrCat("version ", seal.published().version(), " of ", seal.published().name(),
                  ", sha256 ", Hex(AsSpan(seal.published().model_sha256())));
  if (seal.has_measured()) return "figures in the job's events";
  return StrCat("no model: ", PlainText(seal.nothing()));
}

}  // namespace

std::string TextOf(const SessionAudit& audit) {
  const transcript::CheckedTranscript& checked = audit.checked;
  const secagg::SessionSetup& setup = checked.setup;
  std::string text = StrCat(
      "Right: ", audit.file.string(), "\n  session ", setup.session_number, " of ", checked.job_id,
      ", round ", setup.round, ", ", NameOf(setup.purpose), ", profile ",
      secagg::Name(setup.profile), "\n  ", checked.sites.size(), " sites certified, ",
      checked.sharers.Count(), " dealt shares, ", checked.survivors.Count(),
      " are in the sum; k = ", checked.graph.neighbours, ", t = ", checked.graph.threshold, "\n  ",
      checked.statements.size(), " statements of who is alive, ", SharesOf(checked),
      " shares released, all as they were dealt\n  the sum became ", BecameOf(checked.seal), "\n");
  if (audit.sum_recomputed) text += "  the masked inputs give this sum\n";
  if (audit.model_recomputed)
    text += audit.groups == 1 ? "  the sum gives this model\n"
                              : StrCat("  the sums of ", audit.groups, " groups give this model\n");
  if (audit.model_names_it) text += "  the model's manifest names this transcript\n";
  for (const std::string& what : audit.not_checked) text += StrCat("  not checked: ", what, "\n");
  return text;
}

nlohmann::json ToJson(const SessionAudit& audit) {
  const transcript::CheckedTranscript& checked = audit.checked;
  const secagg::SessionSetup& setup = checked.setup;
  nlohmann::json out = {{"event", "session_audited"},
                        {"file", audit.file.string()},
                        {"verified", true},
                        {"job_id", checked.job_id},
                        {"session", setup.session_number},
                        {"round", setup.round},
                        {"purpose", NameOf(setup.purpose)},
                        {"profile", secagg::Name(setup.profile)},
                        {"sites", checked.sites.size()},
                        {"dealt", checked.sharers.Count()},
                        {"included", checked.survivors.Count()},
                        {"neighbours", checked.graph.neighbours},
                        {"threshold", checked.graph.threshold},
                        {"statements", checked.statements.size()},
                        {"released", SharesOf(checked)},
                        {"digest", Hex(checked.digest)},
                        {"previous", nullptr},
                        {"sum_sha256", Hex(checked.sum_sha256)},
                        {"model", nullptr},
                        {"sum_recomputed", audit.sum_recomputed},
                        {"model_recomputed", audit.model_recomputed},
                        {"model_names_it", audit.model_names_it},
                        {"groups", audit.groups},
                        {"not_checked", audit.not_checked}};
  if (checked.previous) out["previous"] = Hex(*checked.previous);
  if (checked.seal.has_published()) {
    const v1::TranscriptPublished& published = checked.seal.published();
    out["model"] = {{"name", published.name()},
                    {"version", published.version()},
                    {"sha256", Hex(AsSpan(published.model_sha256()))}};
  }
  return out;
}

nlohmann::json ToJson(const std::string& file, const transcript::CheckedCulprit& checked) {
  const bool self = checked.kind == secagg::ShareKind::kSelfMask;
  return {{"event", "culprit_audited"},
          {"file", file},
          {"convicted", true},
          {"site_id", checked.site_id},
          {"fault", transcript::Name(checked.fault)},
          {"kind", self ? "self_mask" : "mask_secret"},
          {"dealer", checked.dealer_id},
          {"holders", checked.holders},
          {"session", checked.setup.session_number},
          {"round", checked.setup.round},
          {"purpose", NameOf(checked.setup.purpose)},
          {"profile", secagg::Name(checked.setup.profile)},
          {"sites", checked.sites},
          {"neighbours", checked.graph.neighbours},
          {"threshold", checked.graph.threshold}};
}

}  // namespace hansa::cli

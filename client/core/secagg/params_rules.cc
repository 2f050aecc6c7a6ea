#include "client/core/secagg/params_rules.h"

#include "common/base/text.h"
#include "common/crypto/contexts.h"
#include "common/wire/session_params.h"

namespace hansa::client {
namespace {

Error No(std::string why) { return Refused("session parameters refused", std::move(why)); }

Result<> CheckTask(const secagg::SessionSetup& setup, const SiteSide& side) {
  if (setup.session_number <= side.highest_session)
    return No(StrCat("session ", setup.session_number, " is not newer than ", side.highest_session,
                     ", which this site has seen"));
  if (setup.purpose != side.purpose) return No("another purpose than the task's");
  if (setup.job_digest != side.job_digest) return No("another job than the task's");
  if (setup.round != side.round)
    return No(StrCat("round ", setup.round, ", the task is of round ", side.round));
  if (setup.base_version != side.base_version || setup.model_sha256 != side.model_sha256)
    return No(StrCat("model version ", setup.base_version, " with digest ", Hex(setup.model_sha256),
                     "; this site worked on version ", side.base_version, " with digest ",
                     Hex(side.model_sha256)));
  if (setup.segments != side.segments || setup.ring_bits != side.ring_bits)
    return No("segments or ring differ from what the job says");
  return Success();
}

Result<> CheckPolicy(const secagg::SessionSetup& setup, const SiteSide& side) {
  if (setup.profile < side.lowest_profile) return No("a weaker profile than the policy's");
  if (setup.profile == secagg::Profile::kPlain) return No("a profile that masks nothing");
  if (setup.smallest_cohort < side.smallest_cohort)
    return No(StrCat("smallest cohort ", setup.smallest_cohort, ", the policy asks for ",
                     side.smallest_cohort));
  if (setup.colluders < side.colluders)
    return No(StrCat(setup.colluders, " colluders assumed, the policy fears ", side.colluders));
  if (setup.max_weight > side.largest_weight)
    return No(
        StrCat("largest weight ", setup.max_weight, ", the policy allows ", side.largest_weight));
  return Success();
}

}  // namespace

Result<secagg::SessionSetup> AcceptParams(const v1::Signed& params, const SiteSide& side) {
  if (!crypto::VerifyEd25519(side.coordinator_key, crypto::context::kSessionParams,
                             AsSpan(params.payload()), AsSpan(params.signature())))
    return No("the signature is not the coordinator's");
  wire::ReceivedParams received = HANSA_TRY(wire::CheckParams(AsSpan(params.payload())));
  HANSA_TRY(CheckTask(received.setup, side));
  HANSA_TRY(CheckPolicy(received.setup, side));
  return std::move(received.setup);
}

}  // namespace hansa::client

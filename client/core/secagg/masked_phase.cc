#include "client/core/secagg/masked_phase.h"

#include "client/core/secagg/alive_phase.h"
#include "client/core/secagg/cohort.h"
#include "client/core/secagg/reveal_shares.h"
#include "common/crypto/contexts.h"
#include "common/identity/signed_message.h"

namespace hansa::client {

ClientPhase::Kind MaskedPhase::awaits() const {
  return believes() ? v1::SecAggToSite::kUnmaskRequest : v1::SecAggToSite::kAliveRequest;
}

Result<secagg::Bitmap> MaskedPhase::CheckSurvivors(const std::string& bytes) const {
  secagg::Bitmap survivors = HANSA_TRY(CheckCohort(bytes, state_.roster, *state_.facts, "U2"));
  if (!survivors.IsSubsetOf(state_.sharers))
    return Refused("U2 refused", "a site in it is not in U1");
  return survivors;
}

Result<ClientTransition> MaskedPhase::Handle(const v1::SecAggToSite& message) {
  if (believes())
    return RevealShares(state_, HANSA_TRY(CheckSurvivors(message.unmask_request().survivors())));
  return SignView(HANSA_TRY(CheckSurvivors(message.alive_request().survivors())));
}

ClientTransition MaskedPhase::SignView(secagg::Bitmap survivors) {
  v1::AliveStatement statement;
  statement.set_params_hash(ToString(state_.roster.id.params));
  statement.set_roster_root(ToString(state_.roster.id.roster));
  statement.set_sharers_hash(ToString(crypto::Sha256(state_.sharers.bytes())));
  statement.set_survivors_hash(ToString(crypto::Sha256(survivors.bytes())));

  ClientTransition transition;
  transition.reached = ClientStep::kAlive;
  v1::Alive& reply = *transition.reply.emplace().mutable_alive();
  reply.set_params_hash(state_.facts->params_hash_text());
  *reply.mutable_statement() =
      identity::SignMessage(*state_.facts->side.identity, crypto::context::kAlive, statement);
  transition.next = std::make_unique<AlivePhase>(std::move(state_), std::move(survivors));
  return transition;
}

}  // namespace hansa::client

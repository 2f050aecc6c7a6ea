#include "client/core/secagg/masking_phase.h"

#include "client/core/secagg/masked_phase.h"
#include "common/crypto/contexts.h"
#include "common/identity/signed_message.h"

namespace hansa::client {

Result<ClientTransition> MaskingPhase::Handle(const v1::SecAggToSite&) {
  return Refused("a message while masking");
}

std::optional<ClientTransition> MaskingPhase::MaskDone(secagg::WrittenVector&& masked) {
  HANSA_CHECK(masked.bytes->size() == state_.facts->setup.vector_bytes());
  v1::MaskedCommitment commitment;
  commitment.set_params_hash(ToString(state_.roster.id.params));
  commitment.set_roster_root(ToString(state_.roster.id.roster));
  commitment.set_sharers_hash(ToString(crypto::Sha256(state_.sharers.bytes())));
  commitment.set_masked_sha256(ToString(masked.sha256));

  secagg::Bitmap missing(state_.roster.size());
  for (const auto& [other, site] : state_.roster.neighbours)
    if (state_.sharers.Has(other) && !state_.held.contains(other)) missing.Add(other);

  ClientTransition transition;
  transition.reached = ClientStep::kMaskedInput;
  v1::MaskedInput& reply = *transition.reply.emplace().mutable_masked_input();
  reply.set_params_hash(state_.facts->params_hash_text());
  *reply.mutable_commitment() =
      identity::SignMessage(*state_.facts->side.identity, crypto::context::kMasked, commitment);
  reply.set_missing(ToString(missing.bytes()));
  if (masked.bytes->size() > state_.facts->side.inline_bytes) reply.set_size(masked.bytes->size());
  transition.vector = std::move(masked);
  transition.next = std::make_unique<MaskedPhase>(std::move(state_));
  return transition;
}

}  // namespace hansa::client

#include "client/core/secagg/reveal_shares.h"

#include "client/core/secagg/unmasked_phase.h"
#include "common/base/planted_bug.h"

namespace hansa::client {

ClientTransition RevealShares(const HolderState& state, const secagg::Bitmap& survivors) {
  ClientTransition transition;
  transition.reached = ClientStep::kUnmask;
  v1::Unmask& unmask = *transition.reply.emplace().mutable_unmask();
  unmask.set_params_hash(state.facts->params_hash_text());
  for (const auto& [owner, share] : state.held) {
    if (Planted(PlantedBug::kBothShares)) {
      v1::RevealedShare& other = *unmask.add_shares();
      other.set_owner(owner);
      other.set_mask_secret(ToString(share.mask_secret.Reveal()));
    }
    v1::RevealedShare& revealed = *unmask.add_shares();
    revealed.set_owner(owner);
    if (survivors.Has(owner)) {
      revealed.set_self_mask(ToString(share.self_secret.Reveal()));
    } else {
      revealed.set_mask_secret(ToString(share.mask_secret.Reveal()));
    }
  }
  transition.next = std::make_unique<UnmaskedPhase>();
  return transition;
}

}  // namespace hansa::client

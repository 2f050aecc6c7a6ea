#include "client/core/secagg/alive_phase.h"

#include "client/core/secagg/reveal_shares.h"
#include "client/core/secagg/view_proof.h"

namespace hansa::client {

Result<ClientTransition> AlivePhase::Handle(const v1::SecAggToSite& message) {
  HANSA_TRY(CheckView(state_, survivors_, message.unmask_request()));
  return RevealShares(state_, survivors_);
}

}  // namespace hansa::client

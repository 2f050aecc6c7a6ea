#include "client/core/secagg/alive_phase.h"

#include <set>

#include "client/core/secagg/unmasked_phase.h"
#include "common/base/text.h"
#include "common/crypto/contexts.h"
#include "common/identity/signed_message.h"

namespace hansa::client {
namespace {

Error No(std::string why) { return Refused("unmask request refused", std::move(why)); }

}  // namespace

Result<> AlivePhase::CheckWitness(const v1::AliveWitness& witness) const {
  const RosterSite& site = state_.roster.sites[witness.site()];
  v1::AliveStatement statement;
  HANSA_TRY(identity::OpenSigned(witness.statement(), site.identity_key, crypto::context::kAlive,
                                 StrCat("the statement of ", site.site_id), statement));
  if (statement.params_hash() != AsView(state_.roster.id.params) ||
      statement.roster_root() != AsView(state_.roster.id.roster) ||
      statement.sharers_hash() != AsView(crypto::Sha256(state_.sharers.bytes())) ||
      statement.survivors_hash() != AsView(crypto::Sha256(survivors_.bytes())))
    return No(StrCat("site ", site.site_id, " was shown another view of the session"));
  return Success();
}

Result<> AlivePhase::CheckQuorum(const v1::UnmaskRequest& request) const {
  std::set<uint32_t> signers;
  for (const v1::AliveWitness& witness : request.quorum()) {
    if (!survivors_.Has(witness.site())) return No("a statement of a site that is not in U2");
    if (!signers.insert(witness.site()).second) return No("two statements of one site");
    HANSA_TRY(CheckWitness(witness));
  }
  signers.erase(state_.roster.self);
  if (signers.size() < state_.roster.threshold)
    return No(StrCat(signers.size(), " other sites signed this view, ", state_.roster.threshold,
                     " are needed"));
  return Success();
}

v1::Unmask AlivePhase::RevealShares() const {
  v1::Unmask unmask;
  unmask.set_params_hash(state_.facts->params_hash_text());
  for (const auto& [owner, share] : state_.held) {
    v1::RevealedShare& revealed = *unmask.add_shares();
    revealed.set_owner(owner);
    if (survivors_.Has(owner)) {
      revealed.set_self_mask(ToString(share.self_secret.Reveal()));
    } else {
      revealed.set_mask_secret(ToString(share.mask_secret.Reveal()));
    }
  }
  return unmask;
}

Result<ClientTransition> AlivePhase::Handle(const v1::SecAggToSite& message) {
  HANSA_TRY(CheckQuorum(message.unmask_request()));
  ClientTransition transition;
  transition.reached = ClientStep::kUnmask;
  *transition.reply.emplace().mutable_unmask() = RevealShares();
  transition.next = std::make_unique<UnmaskedPhase>();
  return transition;
}

}  // namespace hansa::client

#include "client/core/secagg/advertised_phase.h"

#include "client/core/secagg/deal_shares.h"
#include "client/core/secagg/roster.h"
#include "client/core/secagg/shared_phase.h"
#include "common/crypto/contexts.h"
#include "common/identity/signed_message.h"
#include "common/secagg/session_bytes.h"

namespace hansa::client {
namespace {

v1::Signed SignAdvertisement(const SessionFacts& facts, const OwnSecrets& secrets) {
  v1::Advertisement advertisement;
  advertisement.set_site_id(facts.side.site_id);
  advertisement.set_params_hash(facts.params_hash_text());
  advertisement.set_encryption_key(ToString(secrets.encryption_key.public_key()));
  advertisement.set_mask_key(ToString(secrets.mask_key.public_key()));
  advertisement.set_self_mask_commitment(ToString(
      secagg::SelfMaskCommitment(facts.params_hash, facts.side.site_id, secrets.self_secret)));
  return identity::SignMessage(*facts.side.identity, crypto::context::kAdvertise, advertisement);
}

}  // namespace

ClientTransition AdvertisedPhase::Enter(std::shared_ptr<const SessionFacts> facts,
                                        BlobHandle input) {
  OwnSecrets secrets = DrawSecrets(*facts);
  v1::Signed advertisement = SignAdvertisement(*facts, secrets);

  ClientTransition transition;
  transition.reached = ClientStep::kAdvertise;
  v1::Advertise& reply = *transition.reply.emplace().mutable_advertise();
  reply.set_params_hash(facts->params_hash_text());
  *reply.mutable_advertisement() = advertisement;
  *reply.mutable_credential() = facts->side.credential;
  transition.next.reset(new AdvertisedPhase(std::move(facts), std::move(secrets),
                                            std::move(advertisement), std::move(input)));
  return transition;
}

Result<ClientTransition> AdvertisedPhase::Handle(const v1::SecAggToSite& message) {
  CheckedRoster roster = HANSA_TRY(CheckRoster(message.roster(), *facts_, advertisement_));
  DealtShares dealt = HANSA_TRY(DealShares(*facts_, roster, secrets_));

  ClientTransition transition;
  transition.reached = ClientStep::kShares;
  if (roster.directory.epoch > facts_->side.directory.newest.epoch)
    transition.directory = roster.directory;
  *transition.reply.emplace().mutable_shares() = std::move(dealt.message);
  transition.next = std::make_unique<SharedPhase>(
      SharedPhase::State{.facts = facts_,
                         .roster = std::move(roster),
                         .mask_key = std::move(secrets_.mask_key),
                         .self_secret = std::move(secrets_.self_secret),
                         .incoming_keys = std::move(dealt.incoming_keys),
                         .input = std::move(input_)});
  return transition;
}

}  // namespace hansa::client

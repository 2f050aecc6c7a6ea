#pragma once
// Shares sent; waits for U1 and the others' shares, and answers with the work of masking: from here
// on only the shares of others are kept.

#include <map>

#include "client/core/secagg/held_shares.h"
#include "client/core/secagg/roster.h"
#include "common/crypto/x25519.h"
#include "common/secagg/bitmap.h"

namespace hansa::client {

class SharedPhase final : public ClientPhase {
 public:
  struct State {
    std::shared_ptr<const SessionFacts> facts;
    CheckedRoster roster;
    crypto::X25519Key mask_key;
    SecretBytes self_secret;
    std::map<uint32_t, SecretBytes> incoming_keys;
    BlobHandle input;  // null: the site's answer is not ready yet
  };
  explicit SharedPhase(State state) : state_(std::move(state)) {}

  Kind awaits() const override { return v1::SecAggToSite::kDelivery; }
  Result<ClientTransition> Handle(const v1::SecAggToSite& message) override;
  void UseInput(BlobHandle input) override { state_.input = std::move(input); }

 private:
  Result<HeldShares> OpenShares(const v1::ShareDelivery& delivery,
                                const secagg::Bitmap& sharers) const;
  Result<std::vector<secagg::SignedSeed>> MakeSeeds(const secagg::Bitmap& sharers) const;

  State state_;
};

}  // namespace hansa::client

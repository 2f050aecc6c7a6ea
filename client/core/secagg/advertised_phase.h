#pragma once
// R0 answered with fresh keys; waits for the roster, and answers it with shares of both secrets for
// every other site.

#include "client/core/secagg/client_phase.h"
#include "client/core/secagg/own_secrets.h"

namespace hansa::client {

class AdvertisedPhase final : public ClientPhase {
 public:
  // The session's first transition: draws the secrets and advertises. `input` null: it comes later.
  static ClientTransition Enter(std::shared_ptr<const SessionFacts> facts, BlobHandle input);

  Kind awaits() const override { return v1::SecAggToSite::kRoster; }
  Result<ClientTransition> Handle(const v1::SecAggToSite& message) override;
  void UseInput(BlobHandle input) override { input_ = std::move(input); }

 private:
  AdvertisedPhase(std::shared_ptr<const SessionFacts> facts, OwnSecrets secrets,
                  v1::Signed advertisement, BlobHandle input)
      : facts_(std::move(facts)),
        secrets_(std::move(secrets)),
        advertisement_(std::move(advertisement)),
        input_(std::move(input)) {}

  std::shared_ptr<const SessionFacts> facts_;
  OwnSecrets secrets_;
  v1::Signed advertisement_;
  BlobHandle input_;
};

}  // namespace hansa::client

#pragma once
// Everything said; no secret is left. Waits for the coordinator to close the session.

#include "client/core/secagg/client_phase.h"

namespace hansa::client {

class UnmaskedPhase final : public ClientPhase {
 public:
  Kind awaits() const override { return v1::SecAggToSite::BODY_NOT_SET; }
  Result<ClientTransition> Handle(const v1::SecAggToSite& message) override;
};

}  // namespace hansa::client

#pragma once
// The masked input has left; waits for U2, and signs one view of the session: once.

#include "client/core/secagg/holder_state.h"

namespace hansa::client {

class MaskedPhase final : public ClientPhase {
 public:
  explicit MaskedPhase(HolderState state) : state_(std::move(state)) {}

  Kind awaits() const override { return v1::SecAggToSite::kAliveRequest; }
  Result<ClientTransition> Handle(const v1::SecAggToSite& message) override;

 private:
  HolderState state_;
};

}  // namespace hansa::client

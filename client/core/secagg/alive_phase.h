#pragma once
// One view signed; waits for the proof that others signed the same, and only then reveals shares.

#include "client/core/secagg/holder_state.h"

namespace hansa::client {

class AlivePhase final : public ClientPhase {
 public:
  AlivePhase(HolderState state, secagg::Bitmap survivors)
      : state_(std::move(state)), survivors_(std::move(survivors)) {}

  Kind awaits() const override { return v1::SecAggToSite::kUnmaskRequest; }
  Result<ClientTransition> Handle(const v1::SecAggToSite& message) override;

 private:
  HolderState state_;
  secagg::Bitmap survivors_;  // U2
};

}  // namespace hansa::client

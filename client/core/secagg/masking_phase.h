#pragma once
// The input is being masked on a worker; its result leaves at once, signed together with the U1
// that it was masked for.

#include "client/core/secagg/holder_state.h"

namespace hansa::client {

class MaskingPhase final : public ClientPhase {
 public:
  explicit MaskingPhase(HolderState state) : state_(std::move(state)) {}

  Kind awaits() const override { return v1::SecAggToSite::BODY_NOT_SET; }
  Result<ClientTransition> Handle(const v1::SecAggToSite& message) override;
  std::optional<ClientTransition> MaskDone(secagg::WrittenVector&& masked) override;

 private:
  HolderState state_;
};

}  // namespace hansa::client

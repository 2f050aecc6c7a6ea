#pragma once
// The masked input has left; waits for U2, and signs one view of the session: once. In the
// semi-honest profile U2 comes with the request to unmask, and is believed.

#include "client/core/secagg/holder_state.h"

namespace hansa::client {

class MaskedPhase final : public ClientPhase {
 public:
  explicit MaskedPhase(HolderState state) : state_(std::move(state)) {}

  Kind awaits() const override;
  Result<ClientTransition> Handle(const v1::SecAggToSite& message) override;

 private:
  bool believes() const { return state_.facts->setup.profile == secagg::Profile::kSemiHonest; }
  Result<secagg::Bitmap> CheckSurvivors(const std::string& bytes) const;
  ClientTransition SignView(secagg::Bitmap survivors);

  HolderState state_;
};

}  // namespace hansa::client

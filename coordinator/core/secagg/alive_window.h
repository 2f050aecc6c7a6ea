#pragma once
// R3: U2 to every member of it, signatures on one view of the session back.

#include <map>

#include "coordinator/core/secagg/masked_sum.h"
#include "coordinator/core/secagg/server_phase.h"

namespace hansa::coordinator {

class AliveWindow final : public ServerPhase {
 public:
  AliveWindow(ServerContext& context, MaskedSum masked);

  ServerStep step() const override { return ServerStep::kAlive; }
  Kind awaits() const override { return v1::SecAggToCoordinator::kAlive; }
  Duration window() const override { return context_.windows.alive; }
  void Open() override;
  std::string_view Accept(const std::string& site_id, const v1::SecAggToCoordinator& message,
                          Bytes payload) override;
  // A statement given stays good when its signer leaves.
  void Forget(const std::string& site_id) override { waiting_.Forget(site_id); }
  const std::set<std::string>& pending() const override { return waiting_.pending(); }
  bool Settled() const override { return waiting_.Settled(); }
  PhaseEnd Close(bool time_is_up) override;

 private:
  ServerContext& context_;
  MaskedSum masked_;
  WaitingList waiting_;
  std::map<uint32_t, v1::Signed> statements_;  // by roster index
};

}  // namespace hansa::coordinator

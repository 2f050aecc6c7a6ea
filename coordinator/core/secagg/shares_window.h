#pragma once
// R1: the roster to everyone in it, sealed shares and their commitment back.

#include <map>

#include "coordinator/core/secagg/server_phase.h"
#include "coordinator/core/secagg/share_box.h"

namespace hansa::coordinator {

class SharesWindow final : public ServerPhase {
 public:
  SharesWindow(ServerContext& context, v1::Roster roster);

  ServerStep step() const override { return ServerStep::kShares; }
  Kind awaits() const override { return v1::SecAggToCoordinator::kShares; }
  Duration window() const override { return context_.windows.shares; }
  void Open() override;
  std::string_view Accept(const std::string& site_id, const v1::SecAggToCoordinator& message,
                          Bytes payload) override;
  void Forget(const std::string& site_id) override;
  const std::set<std::string>& pending() const override { return waiting_.pending(); }
  bool Settled() const override { return waiting_.Settled(); }
  // While the session waits to be bound, as long as there may be enough.
  bool Busy() const override { return !context_.bound && waiting_.MaySuffice(); }
  PhaseEnd Close(bool time_is_up) override;

 private:
  ServerContext& context_;
  v1::Roster roster_;
  WaitingList waiting_;
  std::map<uint32_t, ShareBox> boxes_;  // by owner
};

}  // namespace hansa::coordinator

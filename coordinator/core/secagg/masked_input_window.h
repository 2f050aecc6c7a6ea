#pragma once
// R2: U1 and the others' shares to every member of U1, masked inputs back. Each is added to the sum
// as it comes and is not kept.

#include <map>

#include "coordinator/core/secagg/server_phase.h"
#include "coordinator/core/secagg/share_box.h"

namespace hansa::coordinator {

class MaskedInputWindow final : public ServerPhase {
 public:
  MaskedInputWindow(ServerContext& context, std::map<uint32_t, ShareBox> boxes);

  ServerStep step() const override { return ServerStep::kMaskedInput; }
  Kind awaits() const override { return v1::SecAggToCoordinator::kMaskedInput; }
  Duration window() const override { return context_.windows.masked_input; }
  void Open() override;
  std::string_view Accept(const std::string& site_id, const v1::SecAggToCoordinator& message,
                          Bytes payload) override;
  // A site that left after its input was added stays in the sum.
  void Forget(const std::string& site_id) override { waiting_.Forget(site_id); }
  const std::set<std::string>& pending() const override { return waiting_.pending(); }
  bool Settled() const override { return waiting_.Settled(); }
  PhaseEnd Close(bool time_is_up) override;

 private:
  std::string_view CheckCommitment(uint32_t index, const v1::MaskedInput& input,
                                   ByteSpan payload) const;

  ServerContext& context_;
  std::map<uint32_t, ShareBox> boxes_;
  WaitingList waiting_;
  secagg::Bitmap sharers_;    // U1
  secagg::Bitmap survivors_;  // U2, growing
  secagg::RingVector sum_;
};

}  // namespace hansa::coordinator

#pragma once
// The sum is being unmasked on a worker: no messages are due, and the result ends the session.

#include <map>

#include "coordinator/core/secagg/server_phase.h"
#include "coordinator/core/secagg/share_box.h"

namespace hansa::coordinator {

class Unmasking final : public ServerPhase {
 public:
  // `boxes`: what each member of U1 dealt.
  Unmasking(ServerContext& context, secagg::UnmaskWork work, std::map<uint32_t, ShareBox> boxes)
      : context_(context),
        sharers_(work.sharers),
        survivors_(work.survivors),
        boxes_(std::move(boxes)),
        work_(std::move(work)) {}

  ServerStep step() const override { return ServerStep::kUnmask; }
  Kind awaits() const override { return v1::SecAggToCoordinator::BODY_NOT_SET; }
  Duration window() const override { return Duration::zero(); }
  void Open() override { context_.output.work = std::move(work_); }
  std::string_view Accept(const std::string&, const v1::SecAggToCoordinator&, Bytes) override {
    return "out_of_order";
  }
  void Forget(const std::string&) override {}
  const std::set<std::string>& pending() const override { return nobody_; }
  bool Settled() const override { return false; }
  PhaseEnd Close(bool time_is_up) override;

  SecAggOutcome Finish(secagg::UnmaskResult result);

 private:
  SecAggFailed Convict(const std::vector<secagg::OwnerShares>& dealers);

  ServerContext& context_;
  secagg::Bitmap sharers_;
  secagg::Bitmap survivors_;
  std::map<uint32_t, ShareBox> boxes_;
  secagg::UnmaskWork work_;
  const std::set<std::string> nobody_;
};

}  // namespace hansa::coordinator

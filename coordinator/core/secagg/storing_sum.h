#pragma once
// A large sum of masked inputs is being written where it outlives the process, before anyone is
// told of U2: no messages are due, and the result opens the next window.

#include <map>

#include "coordinator/core/secagg/server_phase.h"
#include "coordinator/core/secagg/share_box.h"
#include "coordinator/core/work.h"

namespace hansa::coordinator {

class StoringSum final : public ServerPhase {
 public:
  StoringSum(ServerContext& context, std::map<uint32_t, ShareBox> boxes, secagg::Bitmap sharers,
             secagg::Bitmap survivors, std::shared_ptr<RunningSum> sum)
      : context_(context),
        boxes_(std::move(boxes)),
        sharers_(std::move(sharers)),
        survivors_(std::move(survivors)),
        sum_(std::move(sum)) {}

  ServerStep step() const override { return ServerStep::kMaskedInput; }
  Kind awaits() const override { return v1::SecAggToCoordinator::BODY_NOT_SET; }
  Duration window() const override { return Duration::zero(); }
  void Open() override { context_.output.store = StoreWork{std::move(sum_)}; }
  std::string_view Accept(const std::string&, const v1::SecAggToCoordinator&, Bytes) override {
    return "out_of_order";
  }
  void Forget(const std::string&) override {}
  const std::set<std::string>& pending() const override { return nobody_; }
  bool Settled() const override { return false; }
  PhaseEnd Close(bool time_is_up) override;

  // The window that comes next.
  std::unique_ptr<ServerPhase> Finish(secagg::WrittenVector sum);

 private:
  ServerContext& context_;
  std::map<uint32_t, ShareBox> boxes_;
  secagg::Bitmap sharers_;
  secagg::Bitmap survivors_;
  std::shared_ptr<RunningSum> sum_;
  const std::set<std::string> nobody_;
};

}  // namespace hansa::coordinator

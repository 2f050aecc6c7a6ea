#pragma once
// A large sum of masked inputs is being written where it outlives the process, before anyone is
// told of U2: no messages are due, and the result opens the next window.

#include "coordinator/core/secagg/masked_sum.h"
#include "coordinator/core/work.h"

namespace hansa::coordinator {

class StoringSum final : public ServerPhase {
 public:
  // `masked` is complete but for the sum.
  StoringSum(ServerContext& context, MaskedSum masked, std::shared_ptr<RunningSum> sum)
      : context_(context), masked_(std::move(masked)), sum_(std::move(sum)) {}

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
  MaskedSum masked_;
  std::shared_ptr<RunningSum> sum_;
  const std::set<std::string> nobody_;
};

}  // namespace hansa::coordinator

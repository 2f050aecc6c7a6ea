#pragma once
// The sum is known, and the session's transcript is being written where it outlives the process,
// before anyone is told of the end: no messages are due, and the result ends the session.

#include "common/base/check.h"
#include "coordinator/core/secagg/server_phase.h"

namespace hansa::coordinator {

class Recording final : public ServerPhase {
 public:
  Recording(ServerContext& context, SecAggSucceeded succeeded)
      : context_(context), succeeded_(std::move(succeeded)) {}

  ServerStep step() const override { return ServerStep::kUnmask; }
  Kind awaits() const override { return v1::SecAggToCoordinator::BODY_NOT_SET; }
  Duration window() const override { return Duration::zero(); }
  void Open() override {
    context_.output.record = RecordWork{std::move(context_.evidence), succeeded_.sum};
  }
  std::string_view Accept(const std::string&, const v1::SecAggToCoordinator&, Bytes) override {
    return "out_of_order";
  }
  void Forget(const std::string&) override {}
  const std::set<std::string>& pending() const override { return nobody_; }
  bool Settled() const override { return false; }
  PhaseEnd Close(bool) override { HANSA_CHECK(false); }  // never settled, no deadline

  SecAggSucceeded Finish(const RecordedSession& recorded) {
    succeeded_.recorded = recorded;
    return std::move(succeeded_);
  }

 private:
  ServerContext& context_;
  SecAggSucceeded succeeded_;
  const std::set<std::string> nobody_;
};

}  // namespace hansa::coordinator

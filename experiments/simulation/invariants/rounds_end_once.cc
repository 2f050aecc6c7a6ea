#include "common/base/text.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

class RoundsEndOnce final : public Invariant {
 public:
  std::string_view name() const override { return "rounds_end_once"; }

  void OnJobEvent(const coordinator::Event& event) override {
    if (over_) Break("something happened after the job's end");
    if (const auto* started = std::get_if<coordinator::RoundStarted>(&event)) {
      if (open_) Break(StrCat("round ", started->round, " started inside another"));
      open_ = true;
    }
    if (const auto* finished = std::get_if<coordinator::RoundFinished>(&event))
      Close(finished->round);
    if (const auto* failed = std::get_if<coordinator::RoundFailed>(&event)) {
      Close(failed->round);
      if (failed->reason.empty()) Break("a round failed without a reason");
    }
    if (const auto* dropped = std::get_if<coordinator::ClientDropped>(&event))
      if (dropped->reason.empty()) Break("a site was dropped without a reason");
    if (const auto* finished = std::get_if<coordinator::JobFinished>(&event)) End(*finished);
  }

 private:
  void Close(uint64_t round) {
    if (!open_) Break(StrCat("round ", round, " ended twice"));
    open_ = false;
  }
  void End(const coordinator::JobFinished& finished) {
    over_ = true;
    if (open_) Break("the job ended inside a round");
    if (finished.reason.empty() != (finished.state == "succeeded" && finished.code.empty()))
      Break("the job's end and its reason do not fit");
  }

  bool open_ = false, over_ = false;
};

}  // namespace

InvariantPtr MakeRoundsEndOnce() { return std::make_unique<RoundsEndOnce>(); }

}  // namespace hansa::simulation

#include "common/base/text.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

class OwnWorkHolds final : public Invariant {
 public:
  std::string_view name() const override { return "own_work_holds"; }
  void OnJobEvent(const coordinator::Event& event) override {
    const auto* finished = std::get_if<coordinator::JobFinished>(&event);
    if (finished != nullptr && finished->code == "work_failed")
      Break(StrCat("the job was lost to the coordinator's own work, and its disk is well: ",
                   finished->reason));
  }
};

}  // namespace

InvariantPtr MakeOwnWorkHolds() { return std::make_unique<OwnWorkHolds>(); }

}  // namespace hansa::simulation

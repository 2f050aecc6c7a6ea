#include "common/base/text.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

class StaysConnected final : public Invariant {
 public:
  std::string_view name() const override { return "stays_connected"; }
  void OnLinkOrder(uint32_t site, client::LinkOrder order) override {
    if (order == client::LinkOrder::kClose)
      Break(StrCat("site ", site, " stays away from its own coordinator"));
  }
};

}  // namespace

InvariantPtr MakeStaysConnected() { return std::make_unique<StaysConnected>(); }

}  // namespace hansa::simulation

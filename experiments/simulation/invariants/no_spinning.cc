#include "common/base/text.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

class NoSpinning final : public Invariant {
 public:
  std::string_view name() const override { return "no_spinning"; }
  void OnSpin(std::string_view machine) override {
    Break(StrCat(machine, " was woken and wants to be woken again at once: its loop would spin"));
  }
};

}  // namespace

InvariantPtr MakeNoSpinning() { return std::make_unique<NoSpinning>(); }

}  // namespace hansa::simulation

#include "common/base/text.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

class SpoolBounded final : public Invariant {
 public:
  explicit SpoolBounded(uint64_t most) : most_(most) {}
  std::string_view name() const override { return "spool_bounded"; }

  void OnSpool(uint64_t bytes) override {
    if (bytes > most_) Break(StrCat(bytes, " bytes of updates in a spool of ", most_));
  }

 private:
  uint64_t most_;
};

}  // namespace

InvariantPtr MakeSpoolBounded(const Plan& plan) {
  return std::make_unique<SpoolBounded>(plan.spool);
}

}  // namespace hansa::simulation

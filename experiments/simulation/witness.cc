#include "experiments/simulation/witness.h"

namespace hansa::simulation {

Witness::Witness(std::vector<std::unique_ptr<Invariant>> invariants, const Instant& now)
    : invariants_(std::move(invariants)), now_(now) {
  for (const auto& invariant : invariants_) {
    invariant->breaches_ = &breaches_;
    invariant->now_ = &now_;
  }
}

void Witness::Date() {
  for (; dated_ < breaches_.size(); ++dated_) breaches_[dated_].at = now_ - Instant{};
}

}  // namespace hansa::simulation

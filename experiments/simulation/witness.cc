#include "experiments/simulation/witness.h"

namespace hansa::simulation {

Witness::Witness(std::vector<Watch> watches, const Instant& now)
    : watches_(std::move(watches)), now_(now) {
  for (const Watch& watch : watches_) {
    watch.invariant->breaches_ = &breaches_;
    watch.invariant->now_ = &now_;
  }
}

void Witness::Date() {
  for (; dated_ < breaches_.size(); ++dated_) breaches_[dated_].at = now_ - Instant{};
}

}  // namespace hansa::simulation

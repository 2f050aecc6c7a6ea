#pragma once
// When faults strike. Each kind has luck of its own, decided by the seed; all end together.

#include <optional>
#include <vector>

#include "experiments/simulation/dice.h"
#include "experiments/simulation/faults.h"

namespace hansa::simulation {

class Chaos {
 public:
  Chaos(uint64_t seed, const Faults& faults) : faults_(faults) {
    for (size_t kind = 0; kind < kFaultKinds; ++kind) dice_.emplace_back(seed, 100 + kind);
  }

  // Counted when true.
  bool Strikes(FaultKind kind) {
    const auto i = static_cast<size_t>(kind);
    const double chance = faults_.*FaultFields()[i].chance;
    if (over_ || chance <= 0 || !dice_[i].Chance(chance)) return false;
    ++counts_[i];
    return true;
  }
  // For faults that have no chance of their own per message or step.
  void Count(FaultKind kind) { ++counts_[static_cast<size_t>(kind)]; }
  // What a fault of this kind does in detail.
  Dice& dice(FaultKind kind) { return dice_[static_cast<size_t>(kind)]; }

  void End() { over_ = true; }
  bool over() const { return over_; }
  const Faults& faults() const { return faults_; }
  const FaultCounts& counts() const { return counts_; }

 private:
  const Faults faults_;
  std::vector<Dice> dice_;
  FaultCounts counts_{};
  bool over_ = false;
};

}  // namespace hansa::simulation

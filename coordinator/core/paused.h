#pragma once
// paused: an operator has paused the job. It asks nobody, until it is told to go on; then the next
// round, or the next attempt of the one that was given up, selects its sites.

#include "coordinator/core/phase.h"

namespace hansa::coordinator {

class Paused final : public Phase {
 public:
  std::string_view name() const override { return "paused"; }
  Outcome Enter(Turn&) override { return std::nullopt; }
  std::string Waiting(const JobContext&, Now) const override {
    return "an operator: hansa job resume";
  }
};

}  // namespace hansa::coordinator

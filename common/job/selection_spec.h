#pragma once
// Which sites a round asks, of those that can take part: [selection] of a job file.

#include <cstdint>

#include "common/base/time.h"

namespace hansa {

enum class SelectionPolicy {
  kUniform,       // every site with the same chance
  kStaleness,     // whose last round is longest ago; by chance among equals
  kAvailability,  // the likelier, the more often it was ready when it was asked
};

struct SelectionSpec {
  SelectionPolicy policy = SelectionPolicy::kUniform;
  double over_select = 1;       // times `target` are asked; the round goes on with the first ready
  Duration cooldown{};          // of a site between two rounds of the job
  uint32_t rounds_per_day = 0;  // of a site, by UTC days; 0: no bound

  // Whether what each site did in earlier rounds matters.
  bool needs_history() const {
    return policy != SelectionPolicy::kUniform || cooldown > Duration{} || rounds_per_day > 0;
  }
};

}  // namespace hansa

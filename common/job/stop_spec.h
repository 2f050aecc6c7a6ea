#pragma once
// When a job is done before its last round: [stop] of a job file. Any one rule suffices.

#include <cstdint>
#include <optional>
#include <string>

#include "common/base/time.h"

namespace hansa {

struct StopSpec {
  std::string metric;  // of the evaluation; empty: no rule looks at one
  std::optional<double> below, above;
  uint32_t patience = 0;  // rounds in a row that do not better the best; 0: no such rule
  double min_delta = 0;   // what counts as better
  uint64_t bytes = 0;     // over the wire; 0: no bound
  Duration time{};        // pauses left out; 0: no bound

  bool any() const { return !metric.empty() || bytes > 0 || time > Duration{}; }
};

// Whether more of the metric is better: of a share that is right it is, of an error it is not.
bool LargerIsBetter(const std::string& metric);

}  // namespace hansa

#pragma once
// Job files for tests of the machines: a network of four values, everything else as given.

#include <map>
#include <string>

namespace hansa::testing {

// Keys: name, rounds, min, target, secure, evaluate, failures, colluders, clip_norm, max_weight, script (its
// network is a TorchScript file),
// selecting, training, aggregating, evaluating, epochs; task (statistics: of the column "speed" in
// range, with bins; evaluate: of version), normalize; priority; of [selection] policy,
// over_select, cooldown, max_rounds_per_site_per_day; of [stop] metric, below, above, patience,
// bytes, time. What is not given is small, plain and not evaluated: rounds 1, min 2, target min,
// secure off, evaluate false.
std::string JobFile(const std::map<std::string, std::string>& options);

}  // namespace hansa::testing

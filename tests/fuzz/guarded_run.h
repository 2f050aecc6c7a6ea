#pragma once
// Inputs given to a target in a child process, so that whatever a target does to its process, the
// input that made it do so is known.

#include <functional>
#include <optional>
#include <string>

#include "tests/fuzz/driver.h"

namespace hansa::fuzz {

struct Death {
  Bytes input;
  std::string how;  // "exit code 70", "signal 11", ...
};
struct GuardedRun {
  uint64_t inputs = 0;
  uint64_t taken = 0;
  std::optional<Death> death;  // of the last input
};

// Gives `target` the inputs that `next` makes until it makes none. A single input may take a
// minute: it is then taken to be endless.
GuardedRun RunGuarded(Target target, const std::function<std::optional<Bytes>()>& next);

}  // namespace hansa::fuzz

#pragma once
// HANSA_CHECK ends the process when an invariant of ours is broken: a restart is cheap and tested,
// going on with a broken invariant is not. Never for a peer's or the environment's faults (those
// are drop reasons and Results).

#include <string_view>

namespace hansa::internal {
[[noreturn]] void CheckFailed(std::string_view condition, std::string_view file, int line);
}

#define HANSA_CHECK(condition)                                        \
  do {                                                                \
    if (!(condition)) [[unlikely]]                                    \
      ::hansa::internal::CheckFailed(#condition, __FILE__, __LINE__); \
  } while (false)

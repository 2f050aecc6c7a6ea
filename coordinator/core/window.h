#pragma once
// What a collecting phase waits for. It ends well once `count_max` answers are in, or `count_min`
// are and nobody else can be expected; it ends at `time_max` in any case.

#include <cstdint>

#include "common/base/time.h"

namespace hansa::coordinator {

struct Window {
  uint32_t count_min = 0;
  uint32_t count_max = 0;
  Duration time_min{};  // how long a site that may still answer is waited for
  Duration time_max{};
};

}  // namespace hansa::coordinator

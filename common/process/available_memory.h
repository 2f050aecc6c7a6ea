#pragma once
// How much memory this machine can still give (proc(5): MemAvailable of /proc/meminfo). Limits of a
// container are not in it.

#include <cstdint>

namespace hansa {

uint64_t AvailableMemory();  // bytes; 0: not known

}  // namespace hansa

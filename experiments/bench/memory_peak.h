#pragma once
// The highest resident memory of a process from some moment on.

#include <sys/types.h>

#include <cstdint>

namespace hansa::bench {

// From now on (proc(5), clear_refs).
void ForgetPeak(pid_t pid);
// Since its start, or since ForgetPeak.
uint64_t PeakBytes(pid_t pid);

}  // namespace hansa::bench

#pragma once
// How much memory a process holds, as the kernel counts it (proc(5): VmRSS and VmHWM of
// /proc/PID/status). The peak is that of the program alone: rusage would mix in its children.

#include <sys/types.h>

#include <cstdint>

namespace hansa {

struct ResidentMemory {
  uint64_t now_bytes = 0;
  uint64_t peak_bytes = 0;
};

// Zeros when the process has ended or may not be looked at.
ResidentMemory ResidentMemoryOf(pid_t pid);

}  // namespace hansa

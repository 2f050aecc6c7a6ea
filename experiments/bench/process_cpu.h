#pragma once
// Processor time that another process has used, all its threads, as the kernel counts it (proc(5):
// utime and stime of /proc/PID/stat, in ticks of 10 ms).

#include <sys/types.h>

namespace hansa::bench {

// 0 when the process has ended or may not be looked at.
double ProcessCpuSeconds(pid_t pid);

}  // namespace hansa::bench

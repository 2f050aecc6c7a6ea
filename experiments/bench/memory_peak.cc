#include "experiments/bench/memory_peak.h"

#include <fstream>

#include "common/base/text.h"
#include "common/process/resident_memory.h"

namespace hansa::bench {

void ForgetPeak(pid_t pid) { std::ofstream(StrCat("/proc/", pid, "/clear_refs")) << "5"; }

uint64_t PeakBytes(pid_t pid) { return ResidentMemoryOf(pid).peak_bytes; }

}  // namespace hansa::bench

#include "common/process/resident_memory.h"

#include <fstream>
#include <string>

namespace hansa {

ResidentMemory ResidentMemoryOf(pid_t pid) {
  ResidentMemory memory;
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string word; status >> word;) {
    uint64_t kibibytes = 0;
    if (word == "VmRSS:" && status >> kibibytes) memory.now_bytes = kibibytes * 1024;
    if (word == "VmHWM:" && status >> kibibytes) memory.peak_bytes = kibibytes * 1024;
  }
  return memory;
}

}  // namespace hansa

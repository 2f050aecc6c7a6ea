#include "experiments/bench/touched_memory.h"

#include <sys/mman.h>

#include <algorithm>

#include "common/process/available_memory.h"

namespace hansa::bench {

void TouchMemory(uint64_t bytes) {
  const uint64_t count = std::min(bytes, AvailableMemory() / 2);
  if (count == 0) return;
  void* memory = ::mmap(nullptr, count, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  if (memory != MAP_FAILED) ::munmap(memory, count);
}

}  // namespace hansa::bench

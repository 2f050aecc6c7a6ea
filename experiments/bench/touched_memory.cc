#include "experiments/bench/touched_memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <fstream>
#include <string>

namespace hansa::bench {
namespace {

// proc(5), meminfo: MemAvailable, in KiB.
uint64_t AvailableBytes() {
  std::ifstream file("/proc/meminfo");
  std::string name, rest;
  uint64_t kib = 0;
  while (file >> name >> kib && name != "MemAvailable:") std::getline(file, rest);
  return name == "MemAvailable:" ? kib * 1024 : 0;
}

}  // namespace

void TouchMemory(uint64_t bytes) {
  const uint64_t count = std::min(bytes, AvailableBytes() / 2);
  if (count == 0) return;
  void* memory = ::mmap(nullptr, count, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  if (memory != MAP_FAILED) ::munmap(memory, count);
}

}  // namespace hansa::bench

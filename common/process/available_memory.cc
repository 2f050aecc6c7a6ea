#include "common/process/available_memory.h"

#include <fstream>
#include <string>

namespace hansa {

uint64_t AvailableMemory() {
  std::ifstream file("/proc/meminfo");
  std::string name, rest;
  uint64_t kib = 0;
  while (file >> name >> kib && name != "MemAvailable:") std::getline(file, rest);
  return name == "MemAvailable:" ? kib * 1024 : 0;
}

}  // namespace hansa

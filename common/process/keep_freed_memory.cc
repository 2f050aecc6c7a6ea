#include "common/process/keep_freed_memory.h"

#include <malloc.h>

namespace hansa {

void KeepFreedMemory() {
  constexpr int kBlockBytes = 4 << 20;
  constexpr int kKeptBytes = 16 << 20;
  ::mallopt(M_MMAP_THRESHOLD, kBlockBytes);
  ::mallopt(M_TRIM_THRESHOLD, kKeptBytes);
}

}  // namespace hansa

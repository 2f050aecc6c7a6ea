#pragma once
// Memory of the machine that was used just now. In a virtual machine that gives free memory back to
// its host the first use of a page costs many times what the second does, and whoever meets it pays:
// a transfer whose files need fresh pages, and not the pump beside it.

#include <cstdint>

namespace hansa::bench {

// Uses as much, at most half of what is available, and frees it.
void TouchMemory(uint64_t bytes);

}  // namespace hansa::bench

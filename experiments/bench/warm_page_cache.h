#pragma once
// Memory for files that was used already. In a virtual machine that gives free memory back to its
// host (free page reporting of virtio-balloon) the first use of a page costs several times what
// writing it does, and whoever meets it pays: a transfer, whose files need fresh pages, and not the
// pump beside it, whose buffers are used again and again.

#include <cstdint>
#include <filesystem>

#include "common/base/result.h"

namespace hansa::bench {

// Writes so many bytes into a file of `folder` and removes it: the file written next gets its
// pages.
Result<> WarmPageCache(const std::filesystem::path& folder, uint64_t bytes);

}  // namespace hansa::bench

#pragma once
// Memory for files that was used already. In a virtual machine that gives free memory back to its
// host (free page reporting of virtio-balloon) the first use of a page costs several times what
// writing it does, and whoever meets it pays: a transfer, whose files need fresh pages, and not the
// pump beside it, whose buffers are used again and again.

#include <cstdint>
#include <filesystem>

#include "common/base/blob_file.h"
#include "common/base/result.h"

namespace hansa::bench {

// A file of `folder` with so many bytes. The files written right after it is gone get its pages; a
// second later they may be the host's again.
Result<BlobFile> WarmPageCache(const std::filesystem::path& folder, uint64_t bytes);

}  // namespace hansa::bench

#include "experiments/bench/warm_page_cache.h"

#include "common/base/limits.h"

namespace hansa::bench {

Result<BlobFile> WarmPageCache(const std::filesystem::path& folder, uint64_t bytes) {
  BlobFile file = HANSA_TRY(BlobFile::Create(folder / "warm", bytes));
  const Bytes piece(limits::kChunkBytes, 7);
  while (file.written() < bytes) HANSA_TRY(file.Append(piece));
  return file;
}

}  // namespace hansa::bench

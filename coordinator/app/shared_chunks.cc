#include "coordinator/app/shared_chunks.h"

#include <algorithm>

namespace hansa::coordinator {

Result<std::shared_ptr<const Bytes>> SharedChunks::Read(const crypto::Digest& sha256,
                                                        const Blob& blob,
                                                        const bulk::Range& range) {
  const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Chunk& chunk) {
    return chunk.range == range && chunk.sha256 == sha256;
  });
  if (found != kept_.end()) {
    std::rotate(kept_.begin(), found, found + 1);
    return kept_.front().bytes;
  }
  if (kept_.size() == most_) kept_.pop_back();  // first: its memory serves again
  Bytes bytes = buffers_.Take(range.bytes);
  HANSA_TRY(blob.ReadAt(range.offset, bytes));
  kept_.push_front({sha256, range, buffers_.Share(std::move(bytes))});
  return kept_.front().bytes;
}

}  // namespace hansa::coordinator

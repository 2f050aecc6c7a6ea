#pragma once
// The chunks of blobs that were read last: sites that fetch the same model at about the same time
// get the same bytes, read once. Not thread-safe; what was read may go on any thread.

#include <deque>

#include "common/base/blob.h"
#include "common/base/buffer_pool.h"
#include "common/bulk/range.h"
#include "common/crypto/hash.h"

namespace hansa::coordinator {

class SharedChunks {
 public:
  // Keeps at most `most` chunks.
  explicit SharedChunks(size_t most = kMost) : most_(most), buffers_(most) {}

  // `range` of `blob`, whose digest is `sha256`. Fails as Blob::ReadAt does.
  Result<std::shared_ptr<const Bytes>> Read(const crypto::Digest& sha256, const Blob& blob,
                                            const bulk::Range& range);
  // Nobody fetches anything: the memory may go.
  void Clear() { kept_.clear(); }

 private:
  // Sites drift apart by what is under way to them; 8 MiB are their windows.
  static constexpr size_t kMost = 16;
  struct Chunk {
    crypto::Digest sha256{};
    bulk::Range range;
    std::shared_ptr<const Bytes> bytes;
  };

  const size_t most_;
  BufferPool buffers_;
  std::deque<Chunk> kept_;  // the last used first
};

}  // namespace hansa::coordinator

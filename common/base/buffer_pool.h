#pragma once
// Memory for payloads that is used again: a fresh half megabyte costs its pages once more each
// time. Thread-safe; buffers may outlive the pool.

#include <memory>

#include "common/base/bytes.h"

namespace hansa {

class BufferPool {
 public:
  // Keeps at most `most` buffers that nobody uses.
  explicit BufferPool(size_t most);

  // With any contents.
  Bytes Take(size_t size);
  // Gives it back to the pool when the last holder lets it go, on whichever thread that is.
  std::shared_ptr<const Bytes> Share(Bytes buffer);

 private:
  struct Kept;
  std::shared_ptr<Kept> kept_;
};

}  // namespace hansa

#include "common/base/buffer_pool.h"

#include <mutex>

namespace hansa {

struct BufferPool::Kept {
  const size_t most;
  std::mutex mutex;
  std::vector<Bytes> buffers;

  explicit Kept(size_t most_buffers) : most(most_buffers) {}
  void GiveBack(Bytes buffer) {
    const std::lock_guard lock(mutex);
    if (buffers.size() < most) buffers.push_back(std::move(buffer));
  }
};

BufferPool::BufferPool(size_t most) : kept_(std::make_shared<Kept>(most)) {}

Bytes BufferPool::Take(size_t size) {
  Bytes buffer;
  {
    const std::lock_guard lock(kept_->mutex);
    if (!kept_->buffers.empty()) {
      buffer = std::move(kept_->buffers.back());
      kept_->buffers.pop_back();
    }
  }
  buffer.resize(size);
  return buffer;
}

std::shared_ptr<const Bytes> BufferPool::Share(Bytes buffer) {
  auto* owned = new Bytes(std::move(buffer));
  return {owned, [kept = kept_](const Bytes* gone) {
            const std::unique_ptr<Bytes> bytes(const_cast<Bytes*>(gone));
            kept->GiveBack(std::move(*bytes));
          }};
}

}  // namespace hansa

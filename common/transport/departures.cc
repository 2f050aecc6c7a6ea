#include "common/transport/departures.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <mutex>

#include "common/base/check.h"
#include "common/base/unique_fd.h"

namespace hansa::transport {
namespace {

// What is kept for the next payloads: as many as are under way to a few peers at a time.
constexpr size_t kBuffers = 8;

}  // namespace

struct Departures::Shared {
  UniqueFd wake{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  std::mutex mutex;
  std::vector<uint64_t> departed;
  std::vector<Bytes> buffers;

  void Departed(uint64_t peer, Bytes payload) {
    const std::lock_guard lock(mutex);
    departed.push_back(peer);
    if (buffers.size() < kBuffers) buffers.push_back(std::move(payload));
    const uint64_t one = 1;
    HANSA_CHECK(::write(wake.get(), &one, sizeof one) == sizeof one);
  }
};

Departures::Departures() : shared_(std::make_shared<Shared>()) {
  HANSA_CHECK(shared_->wake.valid());
}

int Departures::fd() const { return shared_->wake.get(); }

Bytes Departures::Buffer(size_t size) {
  Bytes buffer;
  {
    const std::lock_guard lock(shared_->mutex);
    if (!shared_->buffers.empty()) {
      buffer = std::move(shared_->buffers.back());
      shared_->buffers.pop_back();
    }
  }
  buffer.resize(size);
  return buffer;
}

std::shared_ptr<const Bytes> Departures::Track(uint64_t peer, Bytes payload) {
  auto* owned = new Bytes(std::move(payload));
  return {owned, [shared = shared_, peer](const Bytes* gone) {
            const std::unique_ptr<Bytes> bytes(const_cast<Bytes*>(gone));
            shared->Departed(peer, std::move(*bytes));
          }};
}

std::vector<uint64_t> Departures::Take() {
  const std::lock_guard lock(shared_->mutex);
  uint64_t count = 0;
  [[maybe_unused]] const ssize_t read = ::read(shared_->wake.get(), &count, sizeof count);
  return std::exchange(shared_->departed, {});
}

}  // namespace hansa::transport

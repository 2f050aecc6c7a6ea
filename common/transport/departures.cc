#include "common/transport/departures.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <mutex>

#include "common/base/check.h"
#include "common/base/unique_fd.h"

namespace hansa::transport {

struct Departures::Shared {
  UniqueFd wake{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  std::mutex mutex;
  std::vector<uint64_t> departed;

  void Departed(uint64_t peer) {
    const std::lock_guard lock(mutex);
    departed.push_back(peer);
    const uint64_t one = 1;
    if (departed.size() == 1) HANSA_CHECK(::write(wake.get(), &one, sizeof one) == sizeof one);
  }
};

Departures::Departures() : shared_(std::make_shared<Shared>()) {
  HANSA_CHECK(shared_->wake.valid());
}

int Departures::fd() const { return shared_->wake.get(); }

std::shared_ptr<const Bytes> Departures::Track(uint64_t peer,
                                               std::shared_ptr<const Bytes> payload) {
  const Bytes* bytes = payload.get();
  return {bytes, [shared = shared_, peer, payload](const Bytes*) mutable {
            payload.reset();
            shared->Departed(peer);
          }};
}

std::vector<uint64_t> Departures::Take() {
  const std::lock_guard lock(shared_->mutex);
  if (shared_->departed.empty()) return {};
  uint64_t count = 0;
  [[maybe_unused]] const ssize_t read = ::read(shared_->wake.get(), &count, sizeof count);
  return std::exchange(shared_->departed, {});
}

}  // namespace hansa::transport

#include "client/app/background.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "common/base/check.h"
#include "common/base/unique_fd.h"

namespace hansa::client {

struct Background::Shared {
  UniqueFd wake{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  std::mutex mutex;
  std::condition_variable more;
  std::deque<Task> waiting;
  std::vector<std::function<void()>> done;
  bool started = false;
  bool busy = false;
  bool stopping = false;

  void Work() {
    std::unique_lock lock(mutex);
    for (;;) {
      more.wait(lock, [this] { return stopping || !waiting.empty(); });
      if (stopping) return;
      Task task = std::move(waiting.front());
      waiting.pop_front();
      busy = true;
      lock.unlock();
      std::function<void()> result = task();
      task = nullptr;
      lock.lock();
      busy = false;
      done.push_back(std::move(result));
      const uint64_t one = 1;
      HANSA_CHECK(::write(wake.get(), &one, sizeof one) == sizeof one);
    }
  }
};

Background::Background() : shared_(std::make_shared<Shared>()) {
  HANSA_CHECK(shared_->wake.valid());
}

Background::~Background() {
  const std::lock_guard lock(shared_->mutex);
  shared_->stopping = true;
  shared_->waiting.clear();
  shared_->more.notify_all();
}

int Background::fd() const { return shared_->wake.get(); }

void Background::Post(Task task) {
  const std::lock_guard lock(shared_->mutex);
  shared_->waiting.push_back(std::move(task));
  if (!shared_->started) std::thread([shared = shared_] { shared->Work(); }).detach();
  shared_->started = true;
  shared_->more.notify_one();
}

void Background::Finish() {
  std::vector<std::function<void()>> done;
  {
    const std::lock_guard lock(shared_->mutex);
    if (shared_->done.empty()) return;  // nothing was written either
    uint64_t count = 0;
    [[maybe_unused]] const ssize_t read = ::read(shared_->wake.get(), &count, sizeof count);
    done.swap(shared_->done);
  }
  for (const auto& result : done) result();
}

bool Background::idle() const {
  const std::lock_guard lock(shared_->mutex);
  return !shared_->busy && shared_->waiting.empty();
}

}  // namespace hansa::client

#include "coordinator/app/worker.h"

#include <sys/eventfd.h>

#include <cstdint>

#include "common/base/check.h"

namespace hansa::coordinator {

Worker::Worker(std::function<WorkDone(Work)> run)
    : run_(std::move(run)), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  HANSA_CHECK(wake_.valid());
  thread_ = std::thread([this] { Run(); });
}

Worker::~Worker() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Worker::Submit(Work work) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(work));
  }
  changed_.notify_one();
}

std::vector<WorkDone> Worker::TakeDone() {
  uint64_t count = 0;
  if (::read(wake_.get(), &count, sizeof count) < 0) count = 0;  // nothing new: EAGAIN
  const std::lock_guard lock(mutex_);
  return std::exchange(done_, {});
}

void Worker::Run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    Work work = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    WorkDone done = run_(std::move(work));
    lock.lock();
    done_.push_back(std::move(done));
    const uint64_t one = 1;
    HANSA_CHECK(::write(wake_.get(), &one, sizeof one) == sizeof one);
  }
}

}  // namespace hansa::coordinator

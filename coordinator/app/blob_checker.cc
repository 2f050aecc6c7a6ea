#include "coordinator/app/blob_checker.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include "common/base/check.h"
#include "common/crypto/blob_digest.h"

namespace hansa::coordinator {

BlobChecker::BlobChecker() : wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  HANSA_CHECK(wake_.valid());
  thread_ = std::thread([this] { Run(); });
}

BlobChecker::~BlobChecker() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void BlobChecker::Submit(uint64_t number, BlobHandle blob) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.emplace_back(number, std::move(blob));
  }
  changed_.notify_one();
}

std::vector<BlobChecker::Checked> BlobChecker::TakeDone() {
  uint64_t count = 0;
  if (::read(wake_.get(), &count, sizeof count) < 0) count = 0;  // nothing new: EAGAIN
  const std::lock_guard lock(mutex_);
  return std::exchange(done_, {});
}

void BlobChecker::Run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    auto next = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    Checked checked{next.first, next.second, crypto::BlobSha256(*next.second)};
    lock.lock();
    done_.push_back(std::move(checked));
    const uint64_t one = 1;
    HANSA_CHECK(::write(wake_.get(), &one, sizeof one) == sizeof one);
  }
}

}  // namespace hansa::coordinator

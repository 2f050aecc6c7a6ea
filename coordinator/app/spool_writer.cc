#include "coordinator/app/spool_writer.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include "common/base/check.h"

namespace hansa::coordinator {

SpoolWriter::SpoolWriter(size_t most_unwritten)
    : most_unwritten_(most_unwritten), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  HANSA_CHECK(wake_.valid());
  thread_ = std::thread([this] { Run(); });
}

SpoolWriter::~SpoolWriter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  more_.notify_one();
  thread_.join();
}

void SpoolWriter::Append(uint64_t number, SpoolFileHandle file, SharedBytes bytes) {
  HANSA_CHECK(!bytes.empty());
  std::unique_lock lock(mutex_);
  room_.wait(lock, [this] { return unwritten_ <= most_unwritten_; });
  unwritten_ += bytes.size();
  waiting_.push_back({number, std::move(file), std::move(bytes)});
  more_.notify_one();
}

void SpoolWriter::Finish(uint64_t number, SpoolFileHandle file) {
  const std::lock_guard lock(mutex_);
  waiting_.push_back({number, std::move(file), {}});
  more_.notify_one();
}

std::vector<SpoolWriter::Done> SpoolWriter::TakeDone() {
  const std::lock_guard lock(mutex_);
  if (done_.empty()) return {};
  uint64_t count = 0;
  [[maybe_unused]] const ssize_t read = ::read(wake_.get(), &count, sizeof count);
  return std::exchange(done_, {});
}

void SpoolWriter::Run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    more_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    Task task = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    std::optional<Done> done = Execute(task);
    const size_t bytes = task.bytes.size();
    task = {};
    lock.lock();
    unwritten_ -= bytes;
    room_.notify_one();
    if (!done) continue;
    done_.push_back(*std::move(done));
    const uint64_t one = 1;
    HANSA_CHECK(::write(wake_.get(), &one, sizeof one) == sizeof one);
  }
}

std::optional<SpoolWriter::Done> SpoolWriter::Execute(const Task& task) {
  SpoolFile& spool = *task.file;
  if (spool.failed) return std::nullopt;
  if (task.bytes.empty()) {
    Done done{task.number, spool.file.Read(), std::nullopt};
    if (!spool.from_before) done.sha256 = spool.hash.Finish();
    return done;
  }
  // First: the kernel copies what is in the cache much faster.
  if (!spool.from_before) spool.hash.Update(task.bytes.span());
  const Result<> written = spool.file.Append(task.bytes.span());
  if (written.ok()) return std::nullopt;
  spool.failed = true;
  return Done{task.number, written.error(), std::nullopt};
}

}  // namespace hansa::coordinator

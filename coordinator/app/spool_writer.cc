#include "coordinator/app/spool_writer.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>

#include "common/base/check.h"
#include "common/base/limits.h"

namespace hansa::coordinator {

namespace {

// Into blocks, if that brings them past the page cache.
Result<> Write(BlobFile& file, ByteSpan bytes, std::span<uint8_t> blocks) {
  if (!file.bypasses_cache() || bytes.size() > blocks.size()) return file.Append(bytes);
  std::copy(bytes.begin(), bytes.end(), blocks.begin());
  return file.Append(blocks.first(bytes.size()));
}

}  // namespace

SpoolWriter::Lane::Lane() : staging(limits::kChunkBytes) {}

SpoolWriter::SpoolWriter(size_t most_unwritten)
    : most_unwritten_(most_unwritten), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  HANSA_CHECK(wake_.valid());
  for (Lane& lane : lanes_) lane.thread = std::thread([this, &lane] { Run(lane); });
}

SpoolWriter::~SpoolWriter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  for (Lane& lane : lanes_) lane.more.notify_one();
  for (Lane& lane : lanes_) lane.thread.join();
}

void SpoolWriter::Append(uint64_t number, SpoolFileHandle file, SharedBytes bytes) {
  HANSA_CHECK(!bytes.empty());
  std::unique_lock lock(mutex_);
  room_.wait(lock, [this] { return unwritten_ <= most_unwritten_; });
  unwritten_ += bytes.size();
  LaneOf(number).waiting.push_back({number, std::move(file), std::move(bytes)});
  LaneOf(number).more.notify_one();
}

void SpoolWriter::Finish(uint64_t number, SpoolFileHandle file) {
  const std::lock_guard lock(mutex_);
  LaneOf(number).waiting.push_back({number, std::move(file), {}});
  LaneOf(number).more.notify_one();
}

std::vector<SpoolWriter::Done> SpoolWriter::TakeDone() {
  const std::lock_guard lock(mutex_);
  if (done_.empty()) return {};
  uint64_t count = 0;
  [[maybe_unused]] const ssize_t read = ::read(wake_.get(), &count, sizeof count);
  return std::exchange(done_, {});
}

void SpoolWriter::Run(Lane& lane) {
  std::unique_lock lock(mutex_);
  for (;;) {
    lane.more.wait(lock, [this, &lane] { return stopping_ || !lane.waiting.empty(); });
    if (stopping_) return;
    Task task = std::move(lane.waiting.front());
    lane.waiting.pop_front();
    lock.unlock();
    std::optional<Done> done = Execute(task, lane.staging);
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

std::optional<SpoolWriter::Done> SpoolWriter::Execute(const Task& task,
                                                      const BlockBuffer& staging) {
  SpoolFile& spool = *task.file;
  if (spool.failed) return std::nullopt;
  if (task.bytes.empty()) {
    Done done{task.number, spool.file.Read(), std::nullopt};
    if (!spool.from_before) done.sha256 = spool.hash.Finish();
    return done;
  }
  // First: the kernel copies what is in the cache much faster.
  if (!spool.from_before) spool.hash.Update(task.bytes.span());
  const Result<> written = Write(spool.file, task.bytes.span(), staging.span());
  if (written.ok()) return std::nullopt;
  spool.failed = true;
  return Done{task.number, written.error(), std::nullopt};
}

}  // namespace hansa::coordinator

#include "coordinator/app/spool_writer.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>

#include "common/base/check.h"
#include "common/base/limits.h"

namespace hansa::coordinator {

namespace {

// Of what waits: so much is written at once.
constexpr size_t kAtOnce = 2 * limits::kChunkBytes;

size_t SizeOf(const std::vector<SharedBytes>& pieces) {
  size_t bytes = 0;
  for (const SharedBytes& piece : pieces) bytes += piece.size();
  return bytes;
}

Result<> AppendEach(BlobFile& file, const std::vector<SharedBytes>& pieces) {
  for (const SharedBytes& piece : pieces) HANSA_TRY(file.Append(piece.span()));
  return Success();
}

// Into blocks, if that brings them past the page cache.
Result<> Write(BlobFile& file, const std::vector<SharedBytes>& pieces, std::span<uint8_t> blocks) {
  const size_t bytes = SizeOf(pieces);
  if (!file.bypasses_cache() || bytes > blocks.size()) return AppendEach(file, pieces);
  auto end = blocks.begin();
  for (const SharedBytes& piece : pieces)
    end = std::copy(piece.span().begin(), piece.span().end(), end);
  return file.Append(blocks.first(bytes));
}

}  // namespace

SpoolWriter::Lane::Lane() : staging(kAtOnce) {}

SpoolWriter::Task SpoolWriter::Lane::Next() {
  Task task = std::move(waiting.front());
  waiting.pop_front();
  while (!waiting.empty() && task.TakesIn(waiting.front())) {
    task.pieces.push_back(std::move(waiting.front().pieces.front()));
    waiting.pop_front();
  }
  return task;
}

bool SpoolWriter::Task::TakesIn(const Task& next) const {
  return !finish && !next.finish && next.number == number && size() + next.size() <= kAtOnce;
}

size_t SpoolWriter::Task::size() const { return SizeOf(pieces); }

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
  LaneOf(number).waiting.push_back({number, std::move(file), {std::move(bytes)}});
  LaneOf(number).more.notify_one();
}

void SpoolWriter::Finish(uint64_t number, SpoolFileHandle file) {
  const std::lock_guard lock(mutex_);
  LaneOf(number).waiting.push_back({number, std::move(file), {}, true});
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
    Task task = lane.Next();
    lock.unlock();
    std::optional<Done> done = Execute(task, lane.staging);
    const size_t bytes = task.size();
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
  if (task.finish) {
    Done done{task.number, spool.file.Read(), std::nullopt};
    if (!spool.from_before) done.sha256 = spool.hash.Finish();
    return done;
  }
  // First: the kernel copies what is in the cache much faster.
  if (!spool.from_before)
    for (const SharedBytes& piece : task.pieces) spool.hash.Update(piece.span());
  const Result<> written = Write(spool.file, task.pieces, staging.span());
  if (written.ok()) return std::nullopt;
  spool.failed = true;
  return Done{task.number, written.error(), std::nullopt};
}

}  // namespace hansa::coordinator

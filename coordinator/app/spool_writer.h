#pragma once
// Writes what comes of vectors into their files, and hashes it on the way, on threads of its own:
// the loop is free for other peers meanwhile, one vector is hashed while another one waits for the
// disk, and none is read again for its digest.

#include <array>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "common/base/blob_file.h"
#include "common/base/block_buffer.h"
#include "common/base/shared_bytes.h"
#include "common/base/unique_fd.h"
#include "common/crypto/hash.h"

namespace hansa::coordinator {

// A vector on its way here. The loop makes it, one of the writer's threads fills it.
struct SpoolFile {
  BlobFile file;
  const bool from_before;  // some of it is of another process: only a look at all of it tells
  crypto::Sha256Stream hash{};
  bool failed = false;
};
using SpoolFileHandle = std::shared_ptr<SpoolFile>;

// The loop's, but for its threads.
class SpoolWriter {
 public:
  // Once for each file: when it is finished, or when a byte could not be written.
  struct Done {
    uint64_t number = 0;                   // as given
    Result<BlobHandle> blob;               // all of it, or why not
    std::optional<crypto::Digest> sha256;  // none of one that was begun before
  };

  // Waits for the disk while more than `most_unwritten` bytes do.
  explicit SpoolWriter(size_t most_unwritten = kUnwritten);
  ~SpoolWriter();  // after the pieces under way; what waits is dropped
  SpoolWriter(const SpoolWriter&) = delete;
  SpoolWriter& operator=(const SpoolWriter&) = delete;

  // Behind what the file holds, and what was handed in for it before. One file has one number.
  void Append(uint64_t number, SpoolFileHandle file, SharedBytes bytes);
  // Nothing follows.
  void Finish(uint64_t number, SpoolFileHandle file);

  int wake_fd() const { return wake_.get(); }  // readable when there are results
  std::vector<Done> TakeDone();

 private:
  static constexpr size_t kUnwritten = 16u << 20, kLanes = 4;
  struct Task {
    uint64_t number = 0;
    SpoolFileHandle file;
    std::vector<SharedBytes> pieces;  // one behind the other
    bool finish = false;

    size_t size() const;
    bool TakesIn(const Task& next) const;  // one write for both
  };

  // What is of one file is done by one thread, in order.
  struct Lane {
    std::condition_variable more;
    std::deque<Task> waiting;
    BlockBuffer staging;
    std::thread thread;
    Lane();

    Task Next();  // with what is to be written right behind it
  };

  Lane& LaneOf(uint64_t number) { return lanes_[number % kLanes]; }
  void Run(Lane& lane);
  static std::optional<Done> Execute(const Task& task, const BlockBuffer& staging);

  const size_t most_unwritten_;
  UniqueFd wake_;
  std::mutex mutex_;
  std::condition_variable room_;
  size_t unwritten_ = 0;
  std::vector<Done> done_;
  bool stopping_ = false;
  std::array<Lane, kLanes> lanes_;
};

}  // namespace hansa::coordinator

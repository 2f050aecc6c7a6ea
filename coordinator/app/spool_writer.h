#pragma once
// Writes what comes of vectors into their files, and hashes it on the way, on a thread of its own:
// the loop is free for other peers meanwhile, and no vector is read again for its digest.

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "common/base/blob_file.h"
#include "common/base/shared_bytes.h"
#include "common/base/unique_fd.h"
#include "common/crypto/hash.h"

namespace hansa::coordinator {

// A vector on its way here. The loop makes it, the writer's thread fills it.
struct SpoolFile {
  BlobFile file;
  const bool from_before;  // some of it is of another process: only a look at all of it tells
  crypto::Sha256Stream hash{};
  bool failed = false;
};
using SpoolFileHandle = std::shared_ptr<SpoolFile>;

// The loop's, but for its thread.
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
  ~SpoolWriter();  // after the piece under way; what waits is dropped
  SpoolWriter(const SpoolWriter&) = delete;
  SpoolWriter& operator=(const SpoolWriter&) = delete;

  // Behind what the file holds, and what was handed in for it before.
  void Append(uint64_t number, SpoolFileHandle file, SharedBytes bytes);
  // Nothing follows.
  void Finish(uint64_t number, SpoolFileHandle file);

  int wake_fd() const { return wake_.get(); }  // readable when there are results
  std::vector<Done> TakeDone();

 private:
  static constexpr size_t kUnwritten = 16u << 20;
  struct Task {
    uint64_t number = 0;
    SpoolFileHandle file;
    SharedBytes bytes;  // empty: finish
  };

  void Run();
  static std::optional<Done> Execute(const Task& task);

  const size_t most_unwritten_;
  UniqueFd wake_;
  std::mutex mutex_;
  std::condition_variable more_, room_;
  std::deque<Task> waiting_;
  size_t unwritten_ = 0;
  std::vector<Done> done_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace hansa::coordinator

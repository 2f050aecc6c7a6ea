#pragma once
// Digests of large blobs, on a thread of its own: one that hashes for seconds must not keep the
// worker from adding what has come, nor the loop from anything.

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "common/base/blob.h"
#include "common/base/unique_fd.h"
#include "common/crypto/hash.h"

namespace hansa::coordinator {

class BlobChecker {
 public:
  struct Checked {
    uint64_t number = 0;
    BlobHandle blob;
    Result<crypto::Digest> digest;
  };

  BlobChecker();
  ~BlobChecker();  // after the one under way
  BlobChecker(const BlobChecker&) = delete;
  BlobChecker& operator=(const BlobChecker&) = delete;

  void Submit(uint64_t number, BlobHandle blob);
  int wake_fd() const { return wake_.get(); }  // readable when there are results
  std::vector<Checked> TakeDone();

 private:
  void Run();

  UniqueFd wake_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::pair<uint64_t, BlobHandle>> waiting_;
  std::vector<Checked> done_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace hansa::coordinator

#pragma once
// Holds back agents whose updates are ready until all of them are: each is stopped (SIGSTOP) once
// the file of its update is whole, which is before more than a few chunks of it have left.

#include <sys/types.h>

#include <filesystem>
#include <vector>

#include "common/base/result.h"
#include "common/base/time.h"

namespace hansa::bench {

class UpdateBarrier {
 public:
  struct Site {
    pid_t agent = 0;
    std::filesystem::path updates;  // where its update appears, under a name without an extension
    bool held = false;
  };
  explicit UpdateBarrier(std::vector<Site> sites) : sites_(std::move(sites)) {}
  ~UpdateBarrier() { Open(); }
  UpdateBarrier(const UpdateBarrier&) = delete;
  UpdateBarrier& operator=(const UpdateBarrier&) = delete;

  // Until all are held, and what they wrote is on the disk.
  Result<> AwaitAll(Instant until);
  // Reads what is held back once. A site sends an update that it has just written; memory that is
  // not used for some seconds is slower at the next use where a host looks for such (4 times here).
  Result<> ReadThrough() const;
  void Open();

 private:
  std::vector<Site> sites_;
};

}  // namespace hansa::bench

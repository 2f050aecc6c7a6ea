#pragma once
// SIGINT and SIGTERM as a descriptor that the loop waits on.

#include "common/base/result.h"
#include "common/base/unique_fd.h"

namespace hansa::client {

class Signals {
 public:
  // Blocks both for the whole process: call before any thread starts. Also ignores SIGPIPE.
  static Result<Signals> Catch();
  int fd() const { return fd_.get(); }
  // Whether one has arrived since the last call. Does not wait.
  bool Arrived();

 private:
  explicit Signals(UniqueFd fd) : fd_(std::move(fd)) {}
  UniqueFd fd_;
};

}  // namespace hansa::client

#pragma once
// One agent a state folder: two would answer the same task twice.

#include <filesystem>

#include "common/base/result.h"
#include "common/base/unique_fd.h"

namespace hansa::client {

class StateLock {
 public:
  // kRefused, with the process id, when another agent holds it. Released with the object or the
  // process.
  static Result<StateLock> Take(const std::filesystem::path& file);
  // Whether an agent holds it now.
  static bool Held(const std::filesystem::path& file);

 private:
  explicit StateLock(UniqueFd fd) : fd_(std::move(fd)) {}
  UniqueFd fd_;
};

}  // namespace hansa::client

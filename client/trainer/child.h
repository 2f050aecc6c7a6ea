#pragma once
// Starting the trainer's process and learning how it ended.

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>

#include "common/base/result.h"
#include "common/base/time.h"
#include "common/base/unique_fd.h"

namespace hansa::client {

struct Child {
  pid_t pid = -1;
  UniqueFd socket;  // our end of the pair
};

// Runs `program --fd 3` with the other end of a new socket pair as descriptor 3 and no other
// descriptor of ours but standard error. It has its own process group, so that an interrupt at the
// terminal reaches the agent alone, which then decides.
Result<Child> StartChild(const std::filesystem::path& program);

// Collects the child's wait status within `limit`, looking again every millisecond.
std::optional<int> ReapChild(pid_t pid, Duration limit);

// "killed by signal 9, perhaps out of memory", "exited with code 3".
std::string DescribeExit(int wait_status);

}  // namespace hansa::client

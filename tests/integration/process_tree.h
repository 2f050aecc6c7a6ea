#pragma once
// What /proc says of other processes.

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <vector>

namespace hansa::testing {

// Its children that run `program` (at most 15 letters of it) and have not ended.
std::vector<pid_t> ChildrenOf(pid_t parent, const std::string& program);
size_t DescriptorsOf(pid_t pid);

}  // namespace hansa::testing

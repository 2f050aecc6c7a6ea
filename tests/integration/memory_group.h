#pragma once
// A control group (cgroup v2) with a limit on memory, beyond which the kernel kills in it. Gone
// with the object, which outlives the processes in it. Needs the right to make one, and the memory
// controller in the unified hierarchy.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace hansa::testing {

class MemoryGroup {
 public:
  // `together`: when one process is to be killed, all of the group are.
  MemoryGroup(uint64_t bytes, bool together);
  ~MemoryGroup();
  MemoryGroup(const MemoryGroup&) = delete;
  MemoryGroup& operator=(const MemoryGroup&) = delete;

  // Empty: it was made. Otherwise what is missing.
  const std::string& fault() const { return fault_; }
  // What a command line begins with to run inside.
  std::vector<std::string> command() const;
  uint64_t kills() const;  // for memory, so far

 private:
  bool Put(const std::string& name, const std::string& value) const;

  std::filesystem::path folder_;
  std::string fault_;
};

}  // namespace hansa::testing

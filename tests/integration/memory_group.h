#pragma once
// A control group with a limit on memory, beyond which the kernel kills in it: of version 2, or of
// version 1 where a machine still has the memory controller there (cgroups(7)). Gone with the
// object, which outlives the processes in it. Needs the right to make one.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace hansa::testing {

class MemoryGroup {
 public:
  explicit MemoryGroup(uint64_t bytes);
  ~MemoryGroup();
  MemoryGroup(const MemoryGroup&) = delete;
  MemoryGroup& operator=(const MemoryGroup&) = delete;

  // Empty: it was made. Otherwise what is missing.
  const std::string& fault() const { return fault_; }
  // What a command line begins with to run inside. `goes_first`: the kernel kills it before any
  // child that takes this mark off itself (proc(5), oom_score_adj), however much those hold.
  std::vector<std::string> command(bool goes_first) const;
  uint64_t kills() const;  // for memory, so far

 private:
  bool Put(const std::string& name, const std::string& value) const;

  std::filesystem::path folder_;
  bool unified_ = false;  // version 2
  std::string fault_;
};

}  // namespace hansa::testing

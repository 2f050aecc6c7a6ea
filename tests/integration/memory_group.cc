#include "tests/integration/memory_group.h"

#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "common/base/text.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;

struct Place {
  fs::path folder;  // of this process's own group; empty: there is no such hierarchy
  bool unified = false;
};

// This process's own line in /proc/self/cgroup that begins so, without that.
std::string OwnGroup(std::string_view hierarchy) {
  std::ifstream own("/proc/self/cgroup");
  for (std::string line; std::getline(own, line);)
    if (const size_t at = line.find(hierarchy); at != std::string::npos)
      return line.substr(at + hierarchy.size());
  return "/";
}

// The hierarchy with the memory controller: version 1's where it is mounted, since a controller is
// in one hierarchy alone; otherwise the unified one.
Place MemoryHierarchy() {
  Place found;
  std::string device, mount, type, options, rest;
  for (std::ifstream mounts("/proc/self/mounts"); mounts >> device >> mount >> type >> options;
       std::getline(mounts, rest)) {
    const bool first =
        type == "cgroup" && StrCat(",", options, ",").find(",memory,") != std::string::npos;
    if (!first && (type != "cgroup2" || !found.folder.empty())) continue;
    found.unified = !first;
    found.folder = mount + OwnGroup(first ? ":memory:" : "0::");
    if (!fs::exists(found.folder)) found.folder = mount;  // as within a container
    if (first) break;
  }
  return found;
}

}  // namespace

MemoryGroup::MemoryGroup(uint64_t bytes) {
  const Place own = MemoryHierarchy();
  if (own.folder.empty()) {
    fault_ = "no cgroup hierarchy with the memory controller is mounted";
    return;
  }
  unified_ = own.unified;
  static int made = 0;
  folder_ = own.folder / StrCat("hansa-test-", ::getpid(), "-", ++made);
  std::error_code fault;
  if (!fs::create_directory(folder_, fault)) {
    fault_ = StrCat("cannot make ", folder_.string(), ": ", fault.message());
    return;
  }
  // Its parent may have given the controller to its children before.
  if (unified_ && !fs::exists(folder_ / "memory.max"))
    std::ofstream(own.folder / "cgroup.subtree_control") << "+memory" << std::flush;
  if (!Put(unified_ ? "memory.max" : "memory.limit_in_bytes", StrCat(bytes)))
    fault_ = StrCat(own.folder.string(), " does not give the memory controller to its children");
  if (unified_) Put("memory.swap.max", "0");
  if (!unified_) Put("memory.memsw.limit_in_bytes", StrCat(bytes));  // memory and swap together
}

MemoryGroup::~MemoryGroup() {
  for (int i = 0; i < 100 && !folder_.empty() && fs::exists(folder_); ++i) {
    if (::rmdir(folder_.c_str()) == 0) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));  // the last process is being buried
  }
}

bool MemoryGroup::Put(const std::string& name, const std::string& value) const {
  if (!fs::exists(folder_ / name)) return false;
  std::ofstream file(folder_ / name);
  file << value << std::flush;
  return file.good();
}

std::vector<std::string> MemoryGroup::command(bool goes_first) const {
  return {"/bin/sh", "-c",
          StrCat("echo $$ > '", (folder_ / "cgroup.procs").string(), "' && ",
                 goes_first ? "echo 1000 > /proc/self/oom_score_adj && " : "", "exec \"$@\""),
          "sh"};
}

uint64_t MemoryGroup::kills() const {
  std::ifstream events(folder_ / (unified_ ? "memory.events" : "memory.oom_control"));
  std::string name;
  uint64_t count = 0;
  while (events >> name >> count)
    if (name == "oom_kill") return count;
  return 0;
}

}  // namespace hansa::testing

#include "tests/integration/memory_group.h"

#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "common/base/text.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;

// cgroups(7): where the unified hierarchy is mounted, and this process's place in it.
fs::path OwnGroup() {
  std::string device, mount, type, rest;
  std::ifstream mounts("/proc/self/mounts");
  while (mounts >> device >> mount >> type && type != "cgroup2") std::getline(mounts, rest);
  if (type != "cgroup2") return {};
  std::ifstream own("/proc/self/cgroup");
  for (std::string line; std::getline(own, line);)
    if (line.starts_with("0::/")) return fs::path(mount) / line.substr(4);
  return {};
}

}  // namespace

MemoryGroup::MemoryGroup(uint64_t bytes, bool together) {
  const fs::path own = OwnGroup();
  if (own.empty()) {
    fault_ = "no cgroup v2 is mounted";
    return;
  }
  static int made = 0;
  folder_ = own / StrCat("hansa-test-", ::getpid(), "-", ++made);
  std::error_code fault;
  if (!fs::create_directory(folder_, fault)) {
    fault_ = StrCat("cannot make ", folder_.string(), ": ", fault.message());
    return;
  }
  // Its parent may have given the controller to its children before.
  if (!fs::exists(folder_ / "memory.max"))
    std::ofstream(own / "cgroup.subtree_control") << "+memory" << std::flush;
  if (!Put("memory.max", StrCat(bytes)) || !Put("memory.oom.group", together ? "1" : "0"))
    fault_ = StrCat(own.string(), " does not give the memory controller to its children");
  if (fs::exists(folder_ / "memory.swap.max")) Put("memory.swap.max", "0");
}

MemoryGroup::~MemoryGroup() {
  std::error_code fault;
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

std::vector<std::string> MemoryGroup::command() const {
  return {"/bin/sh", "-c",
          StrCat("echo $$ > '", (folder_ / "cgroup.procs").string(), "' && exec \"$@\""), "sh"};
}

uint64_t MemoryGroup::kills() const {
  std::ifstream events(folder_ / "memory.events");
  std::string name;
  uint64_t count = 0;
  while (events >> name >> count)
    if (name == "oom_kill") return count;
  return 0;
}

}  // namespace hansa::testing

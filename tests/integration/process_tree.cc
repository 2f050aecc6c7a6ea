#include "tests/integration/process_tree.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace hansa::testing {

namespace fs = std::filesystem;

std::vector<pid_t> ChildrenOf(pid_t parent, const std::string& program) {
  std::vector<pid_t> found;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    std::ifstream stat(entry.path() / "stat");
    std::string pid, its_program, state;
    pid_t its_parent = 0;
    stat >> pid >> its_program >> state >> its_parent;
    if (its_parent == parent && its_program == "(" + program.substr(0, 15) + ")" && state != "Z")
      found.push_back(static_cast<pid_t>(std::stoi(pid)));
  }
  return found;
}

size_t DescriptorsOf(pid_t pid) {
  std::error_code gone;
  fs::directory_iterator entries("/proc/" + std::to_string(pid) + "/fd", gone);
  return gone ? 0 : static_cast<size_t>(std::distance(entries, {}));
}

}  // namespace hansa::testing

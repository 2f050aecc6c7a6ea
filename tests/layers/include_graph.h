#pragma once
// Which files of a tree include which, over any number of steps, as the preprocessor would find
// them.

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace hansa::layers {

struct FileIncludes {
  std::set<std::string> ours;  // paths from the root of the tree, and generated "hansa/v1/….pb.h"
  std::set<std::string> system;  // <names>
};

class IncludeGraph {
 public:
  // Reads every .h and .cc below the named folders of `root`.
  IncludeGraph(const std::filesystem::path& root, const std::vector<std::string>& folders);

  const std::map<std::string, FileIncludes>& files() const { return files_; }

  // How `file` comes to include what `matches` accepts: the chain of files, ending in the include
  // itself; empty when it does not. Our own headers and system headers are both asked for.
  template <typename Matches>
  std::vector<std::string> ChainTo(const std::string& file, const Matches& matches) const {
    std::set<std::string> seen;
    std::vector<std::string> chain;
    return Search(file, matches, seen, chain) ? chain : std::vector<std::string>{};
  }

 private:
  template <typename Matches>
  bool Search(const std::string& file, const Matches& matches, std::set<std::string>& seen,
              std::vector<std::string>& chain) const {
    if (!seen.insert(file).second) return false;
    chain.push_back(file);
    const auto found = files_.find(file);
    if (found != files_.end()) {
      for (const std::string& name : found->second.system) {
        if (matches(file, "<" + name + ">")) {
          chain.push_back("<" + name + ">");
          return true;
        }
      }
      for (const std::string& next : found->second.ours) {
        if (matches(file, next)) {
          chain.push_back(next);
          return true;
        }
        if (Search(next, matches, seen, chain)) return true;
      }
    }
    chain.pop_back();
    return false;
  }

  std::map<std::string, FileIncludes> files_;
};

}  // namespace hansa::layers

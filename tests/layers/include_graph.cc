#include "tests/layers/include_graph.h"

#include <fstream>
#include <regex>

namespace hansa::layers {
namespace {

FileIncludes ReadIncludes(const std::filesystem::path& path) {
  static const std::regex kInclude(R"(^\s*#\s*include\s*(["<])([^">]+)[">])");
  FileIncludes out;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    std::smatch match;
    if (!std::regex_search(line, match, kInclude)) continue;
    (match[1] == "\"" ? out.ours : out.system).insert(match[2]);
  }
  return out;
}

}  // namespace

IncludeGraph::IncludeGraph(const std::filesystem::path& root,
                           const std::vector<std::string>& folders) {
  for (const std::string& folder : folders) {
    if (!std::filesystem::exists(root / folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const std::string extension = entry.path().extension();
      if (extension != ".h" && extension != ".cc") continue;
      files_[entry.path().lexically_relative(root)] = ReadIncludes(entry.path());
    }
  }
}

}  // namespace hansa::layers

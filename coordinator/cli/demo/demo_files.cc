#include "coordinator/cli/demo/demo_files.h"

#include <algorithm>

#include "common/base/text.h"

namespace hansa::cli {

namespace fs = std::filesystem;

Result<DemoFiles> FindDemoFiles(const fs::path& programs) {
  const std::vector<fs::path> roots = {programs / "../share/hansa",
                                       programs / "../../../experiments"};
  for (const fs::path& root : roots) {
    DemoFiles files;
    files.job = (root / "jobs/wind-power.toml").lexically_normal();
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(root / "data/la_haute_borne", ignored)) {
      if (entry.path().extension() == ".gz") files.data.push_back(entry.path().lexically_normal());
    }
    std::sort(files.data.begin(), files.data.end());
    if (fs::exists(files.job) && !files.data.empty()) return files;
  }
  return BadInput("the demo's data is not here",
                  StrCat("looked in ", roots[0].lexically_normal().string(), " and ",
                         roots[1].lexically_normal().string()),
                  "Run the demo from a build of the source tree: ./demo.sh");
}

Result<std::string> WithRounds(const std::string& job_toml, unsigned rounds) {
  const std::string key = "\ncount = ";
  const size_t table = job_toml.find("\n[rounds]");
  const size_t at = table == std::string::npos ? table : job_toml.find(key, table);
  if (at == std::string::npos) return BadInput("the demo's job has no [rounds] count");
  const size_t value = at + key.size();
  const size_t end = job_toml.find_first_not_of("0123456789", value);
  return std::string(job_toml).replace(value, end - value, StrCat(rounds));
}

}  // namespace hansa::cli

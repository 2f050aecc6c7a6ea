#include "tests/integration/run_folder.h"

#include <algorithm>

namespace hansa::testing {

std::filesystem::path RunOf(TestFleet& fleet, const CommandResult& run) {
  const nlohmann::json finished = EventsNamed(run, "job_finished").at(0);
  return fleet.fleet().coordinator_folder() / "runs" / finished["job_id"].get<std::string>();
}

std::vector<std::filesystem::path> TranscriptsOf(const std::filesystem::path& run) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(run / "sessions"))
    if (entry.path().extension() == ".transcript") files.push_back(entry.path());
  std::sort(files.begin(), files.end(),
            [](const std::filesystem::path& a, const std::filesystem::path& b) {
              return std::stoul(a.stem()) < std::stoul(b.stem());
            });
  return files;
}

}  // namespace hansa::testing

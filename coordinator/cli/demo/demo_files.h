#pragma once
// What the demo finds beside the programs: the wind farm's data and its job.

#include <filesystem>
#include <string>
#include <vector>

#include "common/base/result.h"

namespace hansa::cli {

struct DemoFiles {
  std::filesystem::path job;
  std::vector<std::filesystem::path> data;  // one file a turbine, by name
};

// Looks in the installed place (../share/hansa beside the programs' folder) and in the source tree
// above a build folder. kBadInput naming both when neither is there.
Result<DemoFiles> FindDemoFiles(const std::filesystem::path& programs);

// The job's text with another number of rounds.
Result<std::string> WithRounds(const std::string& job_toml, unsigned rounds);

}  // namespace hansa::cli

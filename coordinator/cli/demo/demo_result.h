#pragma once
// The demo's end: each turbine's error alone and federated, read from the agents' own reports.

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "coordinator/cli/demo/local_fleet.h"

namespace hansa::cli {

struct DemoSite {
  std::string name;
  double alone = 0;      // RMSE in the target's unit after the baseline
  double federated = 0;  // RMSE of the last version on the site's own evaluation rows
};

struct DemoResult {
  std::vector<DemoSite> sites;
  nlohmann::ordered_json finished;    // the job_finished event
  nlohmann::ordered_json last_round;  // the last round_finished event
  LocalFleet::Usage usage;
  std::filesystem::path out;
  std::filesystem::path context;
  double seconds = 0;
};

// Reads every site's report; kWorkFailed when one lacks its figures.
Result<> CollectSites(const LocalFleet& fleet, const std::string& job, DemoResult& result);

nlohmann::json ToJson(const DemoResult& result);
std::string ToText(const DemoResult& result);

}  // namespace hansa::cli

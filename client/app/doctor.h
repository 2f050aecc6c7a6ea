#pragma once
// hansa-client check: what is right at this site and what is not, each with its remedy. Looks only;
// changes nothing.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "client/app/command.h"
#include "client/app/site_folder.h"
#include "client/policy/site_config.h"
#include "common/base/result.h"

namespace hansa::client {

struct Finding {
  std::string check;    // "configuration", "data", ...
  int exit_code = 0;    // 0: right
  std::string finding;  // what was found
  std::string remedy;   // what to do; empty when nothing
};

Finding Right(std::string check, std::string finding);
Finding Wrong(std::string check, const Error& error);

// The state folder and the keys; the folder comes back when they are good.
std::vector<Finding> CheckState(const SiteConfig& site, std::optional<SiteFolder>& folder);
// Every data file, and the policy's columns in it.
std::vector<Finding> CheckFiles(const SiteConfig& site);
Finding CheckOwnPolicy(const SiteConfig& site);
Finding CheckTrainer();
// Policy, columns and rows for one job.
std::vector<Finding> CheckJobFile(const SiteConfig& site, const std::filesystem::path& job);
// Asks the coordinator, through the proxy if there is one, who it is and what time it has. Not
// while the agent runs: a site has one connection.
std::vector<Finding> CheckNetwork(const SiteConfig& site, const SiteFolder& folder);

}  // namespace hansa::client

#pragma once
// A coordinator and its sites as processes of this machine, over loopback: for the demo, benchmarks
// and tests.
//   OUT/coordinator/   the coordinator's folder        OUT/operator/   the operator's context
//   OUT/sites/NAME/    site.toml, state, invitation    OUT/logs/       what each process said

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/process/child_process.h"

namespace hansa::cli {

struct LocalSite {
  std::string name;
  std::filesystem::path data;  // CSV or CSV.gz
  std::string keys;            // further lines of site.toml, before its tables
  std::string policy;          // the [policy] table as TOML; empty: DefaultSitePolicy
  std::map<std::string, std::string> environment;  // of its agent
  std::vector<std::string> command;                // that the agent's command line begins with
};

struct FleetOptions {
  std::filesystem::path out;       // must not exist yet
  std::filesystem::path programs;  // where hansa-coordinator and hansa-client are
  std::vector<LocalSite> sites;
  std::map<std::string, std::string> coordinator_environment;
  std::string listen = "tcp://127.0.0.1:0";
};

// The policy of interfaces, allowing the named job.
std::string DefaultSitePolicy(const std::string& job);

// Not thread-safe. Every process ends with the object.
class LocalFleet {
 public:
  // Makes the folders and starts the coordinator; returns once it accepts connections.
  static Result<std::unique_ptr<LocalFleet>> Start(FleetOptions options);
  ~LocalFleet();

  // Invites and enrols site `index`, and writes its site.toml.
  Result<> Enrol(size_t index);
  // Starts the agent and returns once it says that it is ready.
  Result<> StartAgent(size_t index);
  // Starts `hansa-client ARGUMENTS...` of site `index` with its configuration; the caller waits for
  // it.
  Result<ChildProcess> StartClient(size_t index, std::vector<std::string> arguments);
  // Again, after it has ended. Its address must be a fixed one then (PinAddress).
  Result<> StartCoordinator();
  // Ends the coordinator cleanly and starts it with another heartbeat, as its configuration has it
  // ("500ms"). Before sites enrol, or with a fixed address.
  Result<> RestartWithHeartbeat(const std::string& heartbeat);
  // From now on the coordinator listens where it listens now.
  Result<> PinAddress();
  // Of the next start.
  std::map<std::string, std::string>& coordinator_environment() {
    return options_.coordinator_environment;
  }
  std::map<std::string, std::string>& agent_environment(size_t index) {
    return options_.sites.at(index).environment;
  }

  const FleetOptions& options() const { return options_; }
  std::filesystem::path context() const { return options_.out / "operator"; }
  std::filesystem::path coordinator_folder() const { return options_.out / "coordinator"; }
  std::filesystem::path site_folder(size_t index) const;
  std::filesystem::path report(size_t index, const std::string& job) const;
  std::filesystem::path log(const std::string& process) const {
    return options_.out / "logs" / (process + ".log");
  }
  ChildProcess& coordinator() { return *coordinator_; }
  ChildProcess& agent(size_t index) { return *agents_.at(index); }

  struct Usage {
    uint64_t coordinator_peak_bytes = 0;
    uint64_t largest_agent_peak_bytes = 0;
  };
  // Asks every process to end cleanly, waits for each.
  Usage Stop();

 private:
  explicit LocalFleet(FleetOptions options);
  Result<> WriteSiteConfig(size_t index);
  Result<> ReplaceInConfig(const std::string& from, const std::string& to);

  FleetOptions options_;
  std::unique_ptr<ChildProcess> coordinator_;
  std::vector<std::unique_ptr<ChildProcess>> agents_;
};

}  // namespace hansa::cli

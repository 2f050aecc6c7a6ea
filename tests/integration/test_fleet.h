#pragma once
// A fleet of real processes over loopback with small data made here, for the integration tests.

#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "coordinator/cli/demo/local_fleet.h"
#include "tests/support/temporary_folder.h"

namespace hansa::testing {

using ScratchFolder = test::TemporaryFolder;

// What a command of ours printed and how it ended.
struct CommandResult {
  int exit_code = -1;
  std::string output;
  std::string errors;
  std::vector<nlohmann::json> lines() const;  // of --json output
  nlohmann::json last() const;                // the result object
};

// Runs a program of the build and waits for it (at most a minute).
CommandResult RunProgram(const std::string& program, std::vector<std::string> arguments,
                         const std::map<std::string, std::string>& environment = {});

struct TestFleetOptions {
  size_t sites = 4;
  size_t rows = 192;                                                 // a site
  std::map<size_t, std::map<std::string, std::string>> environment;  // of single agents
  std::map<size_t, std::string> policies;  // of single sites, a [policy] table
  std::map<size_t, std::string> keys;      // of single sites, further lines of site.toml
  bool start_agents = true;
  std::map<std::string, std::string> coordinator_environment;
  // The coordinator can be started again: an address of loopback that no other test has.
  bool restartable = false;
  std::string listen;                                   // where, with port 0; empty: loopback
  std::map<size_t, std::vector<std::string>> commands;  // cli::LocalSite::command of single sites
  // Folders of the fleet that lie elsewhere, by symbolic links: "coordinator",
  // "sites/site-0/state".
  std::map<std::string, std::filesystem::path> elsewhere;
};

// y = 40 x1 - 25 x2 + 10 with a little noise; columns time, x1, x2, y. The same index gives the
// same file.
std::string SyntheticCsv(size_t site, size_t rows);

struct JobOptions {
  std::string name = "test-job";
  unsigned rounds = 2;
  unsigned quorum = 3;
  unsigned target = 4;
  std::string extra_features;  // further entries of `features`
  std::string secure = "required";
  std::string more;  // appended to the file
  std::string training = "20s";
  std::string aggregating = "5s";
  unsigned hidden = 4;
};
std::string SyntheticJob(const JobOptions& options = {});

class TestFleet {
 public:
  explicit TestFleet(TestFleetOptions options = {});

  cli::LocalFleet& fleet() { return *fleet_; }
  const std::filesystem::path& folder() const { return scratch_.path(); }
  // Writes the job beside the fleet and returns the file's path.
  std::filesystem::path WriteJob(const std::string& toml, const std::string& file = "job.toml");
  // hansa ARGUMENTS... --context <this fleet's> --json
  CommandResult Hansa(std::vector<std::string> arguments) const;
  // hansa-client ARGUMENTS... --config <of site index>
  CommandResult Client(size_t index, std::vector<std::string> arguments) const;
  // hansa job run --json; the events are in lines().
  CommandResult RunJob(const std::string& toml);
  // Waits up to half a minute until so many sites are connected.
  bool AwaitConnected(size_t sites) const;
  // What every process said, for the message of a failing test.
  std::string Logs() const;

 private:
  ScratchFolder scratch_;
  std::unique_ptr<cli::LocalFleet> fleet_;
};

// Events of one kind among the lines of a job's run.
std::vector<nlohmann::json> EventsNamed(const CommandResult& run, const std::string& name);
// The file has every event once.
void ExpectEventsInOrder(const CommandResult& run);
// A published version's weights.
std::vector<float> WeightsOf(TestFleet& fleet, const std::string& job, uint64_t version);
// A job of two rounds went as if nothing had happened: no round failed, all `sites` are in each,
// and each version was published once.
void ExpectUndisturbed(const CommandResult& run, size_t sites);
// Waits up to half a minute for a file to appear.
bool AwaitFile(const std::filesystem::path& path);
std::string ReadWhole(const std::filesystem::path& path);

}  // namespace hansa::testing

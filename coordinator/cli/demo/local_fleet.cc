#include "coordinator/cli/demo/local_fleet.h"

#include <signal.h>

#include "common/base/atomic_file.h"
#include "common/base/text.h"
#include "common/process/resident_memory.h"
#include "coordinator/cli/context_folder.h"
#include "coordinator/cli/init_coordinator.h"
#include "coordinator/cli/invite.h"

namespace hansa::cli {
namespace {

namespace fs = std::filesystem;
constexpr std::chrono::milliseconds kReadyLimit(30000);
constexpr std::chrono::milliseconds kEndLimit(10000);

Result<> MakeFolder(const fs::path& folder) {
  std::error_code fault;
  fs::create_directories(folder, fault);
  if (fault) return BadInput(StrCat("cannot make the folder ", folder.string()), fault.message());
  return Success();
}

// Waits for the first line that a server prints once it is ready.
Result<> AwaitReady(ChildProcess& process, const std::string& name, const fs::path& log) {
  if (process.ReadLine(kReadyLimit).has_value()) return Success();
  const ExitStatus end = process.WaitOrKill(std::chrono::milliseconds(500));
  return WorkFailed(StrCat(name, " did not become ready"), end.Text(),
                    StrCat("What it said is in ", log.string()));
}

}  // namespace

std::string DefaultSitePolicy(const std::string& job) {
  return StrCat(
      "[policy]\njobs = [\"", job, "\"]\n",
      "columns = [\"time\", \"wind_speed_m_s\", \"wind_direction_deg\", \"vane_position_deg\", ",
      "\"outdoor_temperature_c\", \"active_power_kw\"]\n",
      "secure_aggregation = \"required\"\nprofile = \"complete\"\nsmallest_cohort = 3\n",
      "colluders_feared = 0\nlargest_weight = 100000\nrounds_per_day = 500\nhours = "
      "\"00:00-24:00\"\n");
}

LocalFleet::LocalFleet(FleetOptions options) : options_(std::move(options)) {
  agents_.resize(options_.sites.size());
}

LocalFleet::~LocalFleet() { Stop(); }

fs::path LocalFleet::site_folder(size_t index) const {
  return options_.out / "sites" / options_.sites.at(index).name;
}

fs::path LocalFleet::report(size_t index, const std::string& job) const {
  return site_folder(index) / "state" / "reports" / (job + ".json");
}

Result<std::unique_ptr<LocalFleet>> LocalFleet::Start(FleetOptions options) {
  options.out = fs::absolute(options.out);
  HANSA_TRY(MakeFolder(options.out / "logs"));
  std::unique_ptr<LocalFleet> fleet(new LocalFleet(std::move(options)));
  InitOptions init;
  init.folder = fleet->coordinator_folder();
  init.context = fleet->context();
  init.listen = fleet->options_.listen;
  HANSA_TRY(InitCoordinator(init));
  HANSA_TRY(fleet->StartCoordinator());
  return fleet;
}

Result<> LocalFleet::StartCoordinator() {
  ChildProcess process = HANSA_TRY(
      ChildProcess::Start({.program = options_.programs / "hansa-coordinator",
                           .arguments = {"--config", coordinator_folder() / "coordinator.toml"},
                           .standard_error = log("coordinator"),
                           .environment = options_.coordinator_environment}));
  coordinator_ = std::make_unique<ChildProcess>(std::move(process));
  HANSA_TRY(AwaitReady(*coordinator_, "hansa-coordinator", log("coordinator")));
  std::string address = HANSA_TRY(ReadFile(coordinator_folder() / "address", 4096));
  address.erase(address.find_last_not_of(" \r\n") + 1);
  return SetAddress(context(), address);
}

Result<> LocalFleet::ReplaceInConfig(const std::string& from, const std::string& to) {
  const fs::path path = coordinator_folder() / "coordinator.toml";
  std::string config = HANSA_TRY(ReadFile(path, 1 << 20));
  const size_t at = config.find(from);
  if (at == std::string::npos)
    return BadInput("cannot change the coordinator's configuration",
                    StrCat("'", from, "' is not in ", path.string()));
  return WriteFileAtomically(path, config.replace(at, from.size(), to));
}

Result<> LocalFleet::RestartWithHeartbeat(const std::string& heartbeat) {
  HANSA_TRY(ReplaceInConfig("heartbeat = \"2s\"", StrCat("heartbeat = \"", heartbeat, "\"")));
  coordinator_->Signal(SIGTERM);
  coordinator_->WaitOrKill(kEndLimit);
  return StartCoordinator();
}

Result<> LocalFleet::PinAddress() {
  std::string address = HANSA_TRY(ReadFile(coordinator_folder() / "address", 4096));
  address.erase(address.find_last_not_of(" \r\n") + 1);
  return ReplaceInConfig(options_.listen, address);
}

Result<> LocalFleet::WriteSiteConfig(size_t index) {
  const LocalSite& site = options_.sites.at(index);
  const std::string text =
      StrCat("name = \"", site.name, "\"\nstate = \"state\"\n", site.keys, "\n[[data]]\npath = \"",
             fs::absolute(site.data).string(), "\"\n\n",
             site.policy.empty() ? DefaultSitePolicy("*") : site.policy);
  return WriteFileAtomically(site_folder(index) / "site.toml", text);
}

Result<> LocalFleet::Enrol(size_t index) {
  const std::string& name = options_.sites.at(index).name;
  HANSA_TRY(MakeFolder(site_folder(index)));
  HANSA_TRY(WriteSiteConfig(index));
  const fs::path invitation = site_folder(index) / (name + ".invitation");
  {
    auto client = HANSA_TRY(OperatorClient::Connect(HANSA_TRY(LoadConnection(context()))));
    HANSA_TRY(InviteSite(*client, context(), name, invitation, std::chrono::hours(1)));
  }
  ChildProcess join = HANSA_TRY(ChildProcess::Start(
      {.program = options_.programs / "hansa-client",
       .arguments = {"join", invitation, "--config", site_folder(index) / "site.toml"},
       .standard_error = log(name),
       .environment = {}}));
  join.ReadAll(kReadyLimit);
  const ExitStatus end = join.WaitOrKill(kEndLimit);
  if (end.exit_code == 0) return Success();
  return WorkFailed(StrCat(name, " could not join"), end.Text(),
                    StrCat("What it said is in ", log(name).string()));
}

Result<ChildProcess> LocalFleet::StartClient(size_t index, std::vector<std::string> arguments) {
  arguments.push_back("--config");
  arguments.push_back(site_folder(index) / "site.toml");
  const LocalSite& site = options_.sites.at(index);
  std::vector<std::string> line = site.command;
  line.push_back(options_.programs / "hansa-client");
  line.insert(line.end(), arguments.begin(), arguments.end());
  return ChildProcess::Start({.program = line.front(),
                              .arguments = {line.begin() + 1, line.end()},
                              .standard_error = log(site.name),
                              .environment = site.environment});
}

Result<> LocalFleet::StartAgent(size_t index) {
  agents_.at(index) = std::make_unique<ChildProcess>(HANSA_TRY(StartClient(index, {"run"})));
  const std::string& name = options_.sites.at(index).name;
  return AwaitReady(*agents_[index], name, log(name));
}

LocalFleet::Usage LocalFleet::Stop() {
  Usage usage;
  for (auto& agent : agents_) {
    if (agent == nullptr) continue;
    usage.largest_agent_peak_bytes =
        std::max(usage.largest_agent_peak_bytes, ResidentMemoryOf(agent->pid()).peak_bytes);
    agent->Signal(SIGTERM);
  }
  for (auto& agent : agents_) {
    if (agent != nullptr) agent->WaitOrKill(kEndLimit);
  }
  if (coordinator_ != nullptr) {
    usage.coordinator_peak_bytes = ResidentMemoryOf(coordinator_->pid()).peak_bytes;
    coordinator_->Signal(SIGTERM);
    coordinator_->WaitOrKill(kEndLimit);
  }
  return usage;
}

}  // namespace hansa::cli

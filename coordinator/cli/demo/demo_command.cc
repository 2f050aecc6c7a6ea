// hansa demo: four wind turbines as a federation of real processes on this machine.

#include <unistd.h>

#include <cstdio>
#include <ctime>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "common/base/atomic_file.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/terminal/command_line.h"
#include "common/terminal/style.h"
#include "coordinator/cli/command.h"
#include "coordinator/cli/demo/demo_files.h"
#include "coordinator/cli/demo/demo_result.h"
#include "coordinator/cli/demo/local_fleet.h"
#include "coordinator/cli/event_printer.h"
#include "coordinator/cli/interrupt.h"
#include "coordinator/cli/job_watch.h"
#include "coordinator/report/event_fields.h"

namespace hansa::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct DemoFlags {
  unsigned sites = 4;
  unsigned rounds = 20;
  uint64_t seed = 1;
  std::string out;
};

fs::path OutputFolder(const DemoFlags& flags) {
  if (!flags.out.empty()) return flags.out;
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  localtime_r(&now, &parts);
  char stamp[32];
  std::strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", &parts);
  return fs::path("demo-run") / stamp;
}

// Progress of the set-up, for people only.
class Narrator {
 public:
  explicit Narrator(bool quiet) : quiet_(quiet) {}
  void Say(const std::string& text) const {
    if (quiet_) return;
    std::printf("%s\n", text.c_str());
    std::fflush(stdout);
  }

 private:
  bool quiet_;
};

Result<std::string> PrepareJob(const DemoFiles& files, const DemoFlags& flags,
                               const fs::path& out) {
  std::string job = HANSA_TRY(ReadFile(files.job, limits::kJobFileBytes));
  job = HANSA_TRY(WithRounds(job, flags.rounds));
  HANSA_TRY(WriteFileAtomically(out / "wind-power.toml", job));
  return job;
}

// What each turbine would get alone, two at a time (each is a process with one thread).
Result<> RunBaselines(LocalFleet& fleet, const fs::path& job, const DemoFlags& flags) {
  constexpr size_t kAtOnce = 2;
  const size_t count = fleet.options().sites.size();
  for (size_t first = 0; first < count; first += kAtOnce) {
    std::vector<ChildProcess> running;
    for (size_t i = first; i < std::min(count, first + kAtOnce); ++i) {
      running.push_back(HANSA_TRY(fleet.StartClient(
          i, {"baseline", "--job", fs::absolute(job).string(), "--seed", StrCat(flags.seed)})));
    }
    for (size_t i = 0; i < running.size(); ++i) {
      const std::string& name = fleet.options().sites[first + i].name;
      while (!running[i].TryWait().has_value()) {
        running[i].ReadAll(std::chrono::milliseconds(100));
        if (Interrupted()) return Error{ErrorKind::kInterrupted, "interrupted", "", ""};
      }
      const ExitStatus end = *running[i].TryWait();
      if (end.exit_code != 0) {
        return WorkFailed(StrCat("the baseline of ", name, " failed"), end.Text(),
                          StrCat("What it said is in ", fleet.log(name).string()));
      }
    }
  }
  return Success();
}

Result<std::string> Submit(const LocalFleet& fleet, const std::string& job_toml, uint64_t seed) {
  auto client = HANSA_TRY(OperatorClient::Connect(HANSA_TRY(LoadConnection(fleet.context()))));
  v1::OperatorRequest request;
  request.mutable_submit_job()->set_job_toml(job_toml);
  request.mutable_submit_job()->set_seed(seed);
  return HANSA_TRY(client->Call(request)).message.job_accepted().job_id();
}

Result<Json> Follow(const Globals& globals, const LocalFleet& fleet, const std::string& job_id,
                    Json& last_round) {
  const Connection connection = HANSA_TRY(LoadConnection(fleet.context()));
  EventPrinter printer;
  return WatchJob(connection, job_id, [&](const Json& event) {
    if (coordinator::TextField(event, "event") == "round_finished") last_round = event;
    if (globals.json) {
      terminal::PrintJson(event);
    } else {
      printer.Print(event);
    }
  });
}

Result<std::unique_ptr<LocalFleet>> SetUp(const DemoFlags& flags, const DemoFiles& files,
                                          const fs::path& out, const Narrator& narrator) {
  FleetOptions options;
  options.out = out;
  options.programs = ProgramFolder();
  for (size_t i = 0; i < std::min<size_t>(flags.sites, files.data.size()); ++i) {
    std::string name = files.data[i].filename().string();
    name.erase(name.find('.'));
    options.sites.push_back({.name = name,
                             .data = files.data[i],
                             .policy = DefaultSitePolicy("wind-power"),
                             .environment = {}});
  }
  narrator.Say("Starting a coordinator and enrolling the turbines ...");
  auto fleet = HANSA_TRY(LocalFleet::Start(std::move(options)));
  for (size_t i = 0; i < fleet->options().sites.size(); ++i) HANSA_TRY(fleet->Enrol(i));
  return fleet;
}

Result<int> RunDemo(const Globals& globals, const DemoFlags& flags) {
  CatchInterrupts();
  const Instant start = ReadClocks().instant;
  const Narrator narrator(globals.json);
  const fs::path out = OutputFolder(flags);
  std::error_code ignored;
  if (fs::exists(out) && !fs::is_empty(out, ignored)) {
    return Refused(StrCat("will not write into ", out.string()), "it holds files already",
                   "Name another: --out DIR");
  }
  const DemoFiles files = HANSA_TRY(FindDemoFiles(ProgramFolder()));
  auto fleet = HANSA_TRY(SetUp(flags, files, out, narrator));
  const std::string job = HANSA_TRY(PrepareJob(files, flags, out));
  narrator.Say("Each turbine trains alone on its own thirty days, to compare ...");
  HANSA_TRY(RunBaselines(*fleet, out / "wind-power.toml", flags));
  narrator.Say("Starting the site agents ...");
  for (size_t i = 0; i < fleet->options().sites.size(); ++i) HANSA_TRY(fleet->StartAgent(i));
  const std::string job_id = HANSA_TRY(Submit(*fleet, job, flags.seed));
  Json last_round;
  const Json finished = HANSA_TRY(Follow(globals, *fleet, job_id, last_round));

  DemoResult result;
  result.usage = fleet->Stop();
  result.out = out;
  result.context = fleet->context();
  if (coordinator::TextField(finished, "state") != "succeeded") {
    if (globals.json) terminal::PrintJson(finished);
    return ExitCodeOf(finished);
  }
  HANSA_TRY(CollectSites(*fleet, "wind-power", result));
  result.finished = finished;
  result.last_round = last_round;
  result.seconds = Seconds(ReadClocks().instant - start);
  if (globals.json) {
    terminal::PrintJson(ToJson(result));
  } else {
    std::fputs(ToText(result).c_str(), stdout);
  }
  return 0;
}

}  // namespace

void AddDemoCommand(CLI::App& app, Globals& globals) {
  auto flags = std::make_shared<DemoFlags>();
  CLI::App* demo =
      AddCommand(app, globals, "demo",
                 "four wind turbines learn together on this machine, under secure aggregation",
                 "hansa demo --rounds 20", [&globals, flags] { return RunDemo(globals, *flags); });
  demo->add_option("--sites", flags->sites, "3 or 4 turbines")
      ->check(CLI::Range(3, 4))
      ->capture_default_str();
  demo->add_option("--rounds", flags->rounds, "training rounds")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  demo->add_option("--seed", flags->seed, "seed of the initial weights")->capture_default_str();
  demo->add_option("--out", flags->out,
                   "folder for everything the run leaves (default: demo-run/<time>)");
}

}  // namespace hansa::cli

#include "experiments/bench/transfer_bench.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>
#include <vector>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/base/time.h"
#include "common/process/child_process.h"
#include "common/process/resident_memory.h"
#include "coordinator/cli/demo/local_fleet.h"
#include "experiments/bench/scratch_folder.h"
#include "experiments/bench/transfer_limit.h"

namespace hansa::bench {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr auto kLimit = std::chrono::minutes(10);

// A network of one square layer, which is nearly all of the model.
uint64_t WidthOf(uint64_t megabytes) {
  return static_cast<uint64_t>(std::sqrt(static_cast<double>(megabytes) * 1e6 / sizeof(float)));
}

std::string JobText(const TransferBenchOptions& options) {
  const uint64_t width = WidthOf(options.megabytes);
  return StrCat("name = \"bench\"\n[model]\narchitecture = \"mlp\"\nhidden = [", width, ", ", width,
                "]\nloss = \"mse\"\n[data]\nfeatures = [{ column = \"x\" }]\n",
                "target = { column = \"y\" }\n[local]\nlearning_rate = 0.01\n[rounds]\ncount = 1\n",
                "evaluate = false\nfailures_allowed = 0\nclients = { min = ", options.clients,
                ", target = ", options.clients,
                " }\ndownloading = \"10min\"\n[aggregation]\nsecure = \"off\"\n");
}

// The programs, with a trainer that never gets ready: only the transfer is measured.
Result<> LinkPrograms(const fs::path& from, const fs::path& to) {
  std::error_code fault;
  fs::create_directories(to, fault);
  for (const char* name : {"hansa", "hansa-client", "hansa-coordinator"})
    if (!fault) fs::copy_file(from / name, to / name, fault);
  std::ofstream(to / "hansa-trainer") << "#!/bin/sh\nexec sleep 3600\n";
  if (!fault) fs::permissions(to / "hansa-trainer", fs::perms::owner_all, fault);
  if (fault) return WorkFailed("cannot copy the programs", fault.message());
  return Success();
}

Result<std::unique_ptr<cli::LocalFleet>> StartFleet(const TransferBenchOptions& options,
                                                    const fs::path& folder) {
  HANSA_TRY(LinkPrograms(options.programs, folder / "bin"));
  cli::FleetOptions fleet_options;
  fleet_options.out = folder / "fleet";
  fleet_options.programs = folder / "bin";
  std::ofstream(folder / "data.csv") << "x,y\n1,2\n2,4\n3,6\n4,8\n";
  for (size_t i = 0; i < options.clients; ++i)
    fleet_options.sites.push_back({.name = StrCat("site-", i),
                                   .data = folder / "data.csv",
                                   .keys = "",
                                   .policy = "[policy]\njobs = [\"bench\"]\n"
                                             "columns = [\"x\", \"y\"]\n"
                                             "secure_aggregation = \"allowed-off\"\n"
                                             "smallest_cohort = 1\n",
                                   .environment = {},
                                   .command = {}});
  auto fleet = HANSA_TRY(cli::LocalFleet::Start(std::move(fleet_options)));
  for (size_t i = 0; i < options.clients; ++i) HANSA_TRY(fleet->Enrol(i));
  return fleet;
}

// Of a process, all its threads, so far (proc(5), stat: fields 14 and 15).
double CpuSecondsOf(pid_t pid) {
  std::ifstream file(StrCat("/proc/", pid, "/stat"));
  std::string text((std::istreambuf_iterator<char>(file)), {});
  std::istringstream fields(text.substr(std::min(text.size(), text.rfind(')') + 2)));
  std::string skipped;
  for (int i = 3; i < 14; ++i) fields >> skipped;
  double user = 0, system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

// What one agent said, and when.
struct Witness {
  std::unique_ptr<ChildProcess> agent;
  Instant started{}, arrived{};
  uint64_t peak_bytes = 0;
  double cpu_seconds = 0;

  void Watch() {
    cpu_seconds = CpuSecondsOf(agent->pid());
    while (!agent->output_ended() && arrived == Instant{}) {
      const auto line = agent->ReadLine(kLimit);
      if (!line) return;
      const json event = json::parse(*line, nullptr, false);
      if (event.is_discarded()) continue;
      if (event.value("event", "") == "task_started") started = ReadClocks().instant;
      if (event.value("event", "") == "model_arrived") arrived = ReadClocks().instant;
    }
    peak_bytes = ResidentMemoryOf(agent->pid()).peak_bytes;
    cpu_seconds = CpuSecondsOf(agent->pid()) - cpu_seconds;
  }
};

// The highest resident memory from now on (proc(5), clear_refs).
void ForgetPeak(pid_t pid) { std::ofstream(StrCat("/proc/", pid, "/clear_refs")) << "5"; }

// Returns once the initial model is there and training begins.
Result<ChildProcess> StartJob(const TransferBenchOptions& options, cli::LocalFleet& fleet,
                              const fs::path& folder, TransferBench& result) {
  std::ofstream(folder / "job.toml") << JobText(options);
  ChildProcess run =
      HANSA_TRY(ChildProcess::Start({.program = options.programs / "hansa",
                                     .arguments = {"job", "run", folder / "job.toml", "--seed", "1",
                                                   "--json", "--context", fleet.context()},
                                     .standard_error = folder / "run.log",
                                     .environment = {}}));
  std::string last;
  while (!run.output_ended()) {
    const auto line = run.ReadLine(kLimit);
    if (!line) break;
    last = *line;
    const json event = json::parse(*line, nullptr, false);
    if (event.is_discarded() || event.value("event", "") != "model_published") continue;
    result.coordinator_peak_bytes = ResidentMemoryOf(fleet.coordinator().pid()).peak_bytes;
    ForgetPeak(fleet.coordinator().pid());
    result.cpu_seconds = -CpuSecondsOf(fleet.coordinator().pid());
    result.model_bytes = fs::file_size(event.value("path", ""));
    return run;
  }
  return WorkFailed("the benchmark's job published no model", last);
}

}  // namespace

Result<TransferBench> RunTransferBench(const TransferBenchOptions& options) {
  const ScratchFolder scratch;
  auto fleet = HANSA_TRY(StartFleet(options, scratch.path()));
  std::vector<Witness> sites(options.clients);
  for (size_t i = 0; i < options.clients; ++i) {
    sites[i].agent =
        std::make_unique<ChildProcess>(HANSA_TRY(fleet->StartClient(i, {"run", "--json"})));
    if (!sites[i].agent->ReadLine(std::chrono::seconds(30)))
      return WorkFailed("an agent did not become ready");
  }
  options.progress("making the model");
  std::vector<std::thread> threads;
  for (Witness& site : sites) threads.emplace_back([&site] { site.Watch(); });
  TransferBench result;
  Result<ChildProcess> job = StartJob(options, *fleet, scratch.path(), result);
  options.progress("transferring");
  if (!job.ok())
    for (Witness& site : sites) site.agent->Signal(SIGKILL);
  for (std::thread& thread : threads) thread.join();
  if (!job.ok()) return job.error();
  Instant first = sites[0].started, last = sites[0].arrived;
  for (const Witness& site : sites) {
    if (site.arrived == Instant{}) return WorkFailed("a site did not get the model");
    first = std::min(first, site.started);
    last = std::max(last, site.arrived);
    result.agent_peak_bytes = std::max(result.agent_peak_bytes, site.peak_bytes);
    result.cpu_seconds += site.cpu_seconds;
  }
  result.cpu_seconds += CpuSecondsOf(fleet->coordinator().pid());
  const uint64_t all = result.model_bytes * options.clients;
  result.download_bytes_per_second = static_cast<double>(all) / Seconds(last - first);
  const uint64_t serving = ResidentMemoryOf(fleet->coordinator().pid()).peak_bytes;
  result.serving_peak_bytes = serving;
  result.coordinator_peak_bytes = std::max(result.coordinator_peak_bytes, serving);
  for (Witness& site : sites) {
    site.agent->Signal(SIGTERM);
    site.agent->WaitOrKill(std::chrono::seconds(10));
  }
  job->WaitOrKill(std::chrono::seconds(10));
  fleet.reset();
  options.progress("measuring the bare pump");
  result.chunk_bytes = limits::kChunkBytes;
  const PumpResult pump = HANSA_TRY(MeasurePump(
      {.dealers = options.clients, .bytes = result.model_bytes, .chunk = limits::kChunkBytes}));
  result.limit_bytes_per_second = pump.bytes_per_second;
  result.limit_cpu_seconds = pump.cpu_seconds;
  return result;
}

}  // namespace hansa::bench

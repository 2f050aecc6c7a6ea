#include "experiments/bench/idle_bench.h"

#include <signal.h>

#include <optional>
#include <thread>

#include "common/base/atomic_file.h"
#include "common/base/text.h"
#include "common/process/child_process.h"
#include "common/process/resident_memory.h"
#include "coordinator/cli/context_folder.h"
#include "experiments/bench/idle_fleet.h"
#include "experiments/bench/large_coordinator.h"
#include "experiments/bench/process_cpu.h"
#include "experiments/bench/scratch_folder.h"

namespace hansa::bench {
namespace {

namespace fs = std::filesystem;

constexpr milliseconds kStartLimit = std::chrono::minutes(2);

Result<ChildProcess> Start(const fs::path& program, const fs::path& folder) {
  ChildProcess process = HANSA_TRY(ChildProcess::Start(
      {.program = program, .arguments = {"--config", folder}, .standard_error = folder / "log"}));
  if (process.ReadLine(kStartLimit)) return process;
  return WorkFailed("the coordinator did not start",
                    StrCat("what it said is in ", (folder / "log").string()));
}

// Where it listens; from now on always there.
Result<std::string> PinAddress(const fs::path& folder) {
  std::string address = HANSA_TRY(ReadFile(folder / "address", 4096));
  address.erase(address.find_last_not_of(" \r\n") + 1);
  std::string config = HANSA_TRY(ReadFile(folder / "coordinator.toml", 1 << 20));
  constexpr std::string_view kAnyPort = "tcp://127.0.0.1:0";
  const size_t at = config.find(kAnyPort);
  if (at == std::string::npos) return WorkFailed("the coordinator's configuration has no address");
  config.replace(at, kAnyPort.size(), address);
  HANSA_TRY(WriteFileAtomically(folder / "coordinator.toml", config));
  return address;
}

Result<> AwaitAll(const IdleFleet& fleet, const IdleBenchOptions& options) {
  const size_t there = fleet.AwaitWelcomed(options.sites, options.patience);
  if (there == options.sites) return Success();
  return WorkFailed(StrCat(there, " of ", options.sites, " sites are connected after ",
                           Seconds(options.patience), " s"));
}

void MeasureIdle(const ChildProcess& coordinator, const IdleBenchOptions& options,
                 IdleBench& result) {
  std::this_thread::sleep_for(seconds(1));  // the last answers
  const double before = ProcessCpuSeconds(coordinator.pid());
  const Instant start = ReadClocks().instant;
  std::this_thread::sleep_for(options.idle);
  const double used = ProcessCpuSeconds(coordinator.pid()) - before;
  result.cpu_share = used / Seconds(ReadClocks().instant - start);
  const ResidentMemory memory = ResidentMemoryOf(coordinator.pid());
  result.idle_bytes = memory.now_bytes;
  result.peak_bytes = memory.peak_bytes;
  result.bytes_per_site =
      (static_cast<double>(memory.now_bytes) - static_cast<double>(result.empty_bytes)) /
      options.sites;
}

}  // namespace

Result<IdleBench> RunIdleBench(const IdleBenchOptions& options) {
  const ScratchFolder scratch;
  const fs::path folder = scratch.path() / "coordinator", context = scratch.path() / "operator";
  const fs::path program = options.programs / "hansa-coordinator";
  options.progress(StrCat("making ", options.sites, " sites"));
  std::vector<CertifiedSite> sites = HANSA_TRY(MakeLargeCoordinator(
      {.folder = folder, .context = context, .sites = options.sites, .versions = 0}));
  const auto connection = HANSA_TRY(cli::LoadConnection(context));
  std::optional<ChildProcess> coordinator = HANSA_TRY(Start(program, folder));
  const std::string address = HANSA_TRY(PinAddress(folder));
  IdleBench result;
  result.empty_bytes = ResidentMemoryOf(coordinator->pid()).now_bytes;

  options.progress("connecting");
  Instant start = ReadClocks().instant;
  const IdleFleet fleet(address, connection.server_key, std::move(sites));
  HANSA_TRY(AwaitAll(fleet, options));
  result.connect_seconds = Seconds(ReadClocks().instant - start);
  options.progress("idle");
  MeasureIdle(*coordinator, options, result);
  if (!options.restart) return result;

  options.progress("killed; waiting for all to be back");
  coordinator->Signal(SIGKILL);
  coordinator->WaitOrKill(kStartLimit);
  while (fleet.welcomed() > 0) std::this_thread::sleep_for(milliseconds(5));
  coordinator = HANSA_TRY(Start(program, folder));
  start = ReadClocks().instant;
  HANSA_TRY(AwaitAll(fleet, options));
  result.return_seconds = Seconds(ReadClocks().instant - start);
  result.return_peak_bytes = ResidentMemoryOf(coordinator->pid()).peak_bytes;
  result.return_cpu_seconds = ProcessCpuSeconds(coordinator->pid());
  return result;
}

}  // namespace hansa::bench

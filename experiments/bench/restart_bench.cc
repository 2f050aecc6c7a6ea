#include "experiments/bench/restart_bench.h"

#include <signal.h>

#include <algorithm>
#include <vector>

#include "common/base/text.h"
#include "common/base/time.h"
#include "common/process/child_process.h"
#include "experiments/bench/large_coordinator.h"
#include "experiments/bench/scratch_folder.h"

namespace hansa::bench {
namespace {

namespace fs = std::filesystem;

constexpr auto kStartLimit = std::chrono::minutes(2);

// Until its ready line.
Result<double> Start(const fs::path& program, const fs::path& folder) {
  const Instant before = ReadClocks().instant;
  ChildProcess process = HANSA_TRY(ChildProcess::Start(
      {.program = program, .arguments = {"--config", folder}, .standard_error = folder / "log"}));
  const auto ready = process.ReadLine(kStartLimit);
  const double seconds = Seconds(ReadClocks().instant - before);
  process.Signal(SIGTERM);
  process.WaitOrKill(kStartLimit);
  if (ready) return seconds;
  return WorkFailed("the coordinator did not start",
                    StrCat("what it said is in ", (folder / "log").string()));
}

Result<std::vector<double>> Starts(const RestartBenchOptions& options, const fs::path& folder) {
  std::vector<double> seconds;
  for (unsigned i = 0; i < options.starts; ++i)
    seconds.push_back(HANSA_TRY(Start(options.programs / "hansa-coordinator", folder)));
  std::sort(seconds.begin(), seconds.end());
  return seconds;
}

}  // namespace

Result<RestartBench> RunRestartBench(const RestartBenchOptions& options) {
  const ScratchFolder scratch;
  const fs::path large = scratch.path() / "large", empty = scratch.path() / "empty";
  options.progress(StrCat("making ", options.sites, " sites and ", options.versions, " versions"));
  HANSA_TRY(MakeLargeCoordinator({.folder = large,
                                  .context = scratch.path() / "large-context",
                                  .sites = options.sites,
                                  .versions = options.versions}));
  HANSA_TRY(MakeLargeCoordinator(
      {.folder = empty, .context = scratch.path() / "empty-context", .sites = 0, .versions = 0}));
  options.progress("starting");
  const std::vector<double> seconds = HANSA_TRY(Starts(options, large));
  const std::vector<double> limit = HANSA_TRY(Starts(options, empty));
  return RestartBench{.seconds = seconds[seconds.size() / 2],
                      .worst_seconds = seconds.back(),
                      .limit_seconds = limit[limit.size() / 2]};
}

}  // namespace hansa::bench

#include "experiments/bench/transfer_bench.h"

#include <algorithm>
#include <csignal>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>
#include <vector>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/base/time.h"
#include "experiments/bench/memory_peak.h"
#include "experiments/bench/process_cpu.h"
#include "experiments/bench/scratch_folder.h"
#include "experiments/bench/spool_watch.h"
#include "experiments/bench/stolen_time.h"
#include "experiments/bench/transfer_fleet.h"
#include "experiments/bench/transfer_limit.h"
#include "experiments/bench/update_barrier.h"
#include "experiments/bench/warm_page_cache.h"

namespace hansa::bench {
namespace {

using nlohmann::json;

// A host that gives a machine more than its share for a moment takes it back in the next ones
// (stolen_time.h): what is compared begins rested.
constexpr std::chrono::seconds kRest(5);
void Rest() { std::this_thread::sleep_for(kRest); }

// What the pumps move in all, at most: more tells nothing new, and agents that are held back
// for a minute lose their links.
constexpr uint64_t kPumped = 1'600'000'000;

// What one agent said, and when.
struct Witness {
  std::unique_ptr<ChildProcess> agent;
  Instant started{}, arrived{};

  void Watch() {
    while (!agent->output_ended() && arrived == Instant{}) {
      const auto line = agent->ReadLine(kTransferLimit);
      if (!line) return;
      const json event = json::parse(*line, nullptr, false);
      if (event.is_discarded()) continue;
      if (event.value("event", "") == "task_started") started = ReadClocks().instant;
      if (event.value("event", "") == "model_arrived") arrived = ReadClocks().instant;
    }
  }
};

class TransferRun {
 public:
  TransferRun(const TransferBenchOptions& options, TransferFleet fleet)
      : options_(options), fleet_(std::move(fleet)) {}

  Result<TransferBench> Measure();

 private:
  // Processor time: the fleet's, and what this machine was not given.
  struct Used {
    double cpu_seconds = 0, stolen_seconds = 0;
  };

  Result<> StartAgents();
  Result<> MeasureLimits(PumpOptions::Way way, uint64_t bytes, Transferred& beside);
  Result<ChildProcess> Download();
  Result<> Upload(ChildProcess& job);
  void Note(Transferred& way, uint64_t bytes, const Used& before, Duration took);
  Result<> AwaitRound(ChildProcess& job) const;
  std::vector<UpdateBarrier::Site> Barred() const;
  Used UsedUntilNow() const;
  uint64_t AgentPeak() const;
  void ForgetPeaks() const;

  const TransferBenchOptions& options_;
  TransferFleet fleet_;
  std::vector<Witness> sites_;
  std::optional<BlobFile> warm_;  // pages for what the fleet writes next
  TransferBench result_;
};

TransferRun::Used TransferRun::UsedUntilNow() const {
  Used used{ProcessCpuSeconds(fleet_.coordinator()), StolenSeconds()};
  for (const Witness& site : sites_) used.cpu_seconds += ProcessCpuSeconds(site.agent->pid());
  return used;
}

uint64_t TransferRun::AgentPeak() const {
  uint64_t peak = 0;
  for (const Witness& site : sites_) peak = std::max(peak, PeakBytes(site.agent->pid()));
  return peak;
}

void TransferRun::ForgetPeaks() const {
  ForgetPeak(fleet_.coordinator());
  for (const Witness& site : sites_) ForgetPeak(site.agent->pid());
}

Result<> TransferRun::StartAgents() {
  sites_.resize(options_.clients);
  for (size_t i = 0; i < options_.clients; ++i) {
    sites_[i].agent =
        std::make_unique<ChildProcess>(HANSA_TRY(fleet_.sites().StartClient(i, {"run", "--json"})));
    if (!sites_[i].agent->ReadLine(std::chrono::seconds(30)))
      return WorkFailed("an agent did not become ready");
  }
  return Success();
}

// Who writes files finds pages that were in use a moment ago, the storing pump and the fleet alike.
Result<> TransferRun::MeasureLimits(PumpOptions::Way way, uint64_t bytes, Transferred& beside) {
  options_.progress("measuring the bare pumps");
  PumpOptions pump{.way = way,
                   .dealers = options_.clients,
                   .bytes = std::min(bytes, kPumped / options_.clients),
                   .chunk = limits::kChunkBytes,
                   .store = {}};
  Rest();
  beside.bare = HANSA_TRY(MeasurePump(pump));
  pump.store = fleet_.folder();
  warm_.emplace(HANSA_TRY(WarmPageCache(fleet_.folder(), options_.clients * bytes)));
  Rest();
  warm_.reset();
  beside.storing = HANSA_TRY(MeasurePump(pump));
  // Sites write through the page cache, the coordinator past it.
  if (way == PumpOptions::Way::kDown)
    warm_.emplace(HANSA_TRY(WarmPageCache(fleet_.folder(), options_.clients * bytes)));
  Rest();
  return Success();
}

Result<ChildProcess> TransferRun::Download() {
  std::vector<std::thread> threads;
  for (Witness& site : sites_) threads.emplace_back([&site] { site.Watch(); });
  HANSA_TRY(MeasureLimits(PumpOptions::Way::kDown, options_.megabytes * 1'000'000, result_.down));
  options_.progress("making the model");
  Result<ChildProcess> job = fleet_.RunJob(result_.model_bytes);
  warm_.reset();
  result_.making_peak_bytes = PeakBytes(fleet_.coordinator());
  ForgetPeaks();
  const Used used = UsedUntilNow();
  options_.progress("sending the model");
  if (!job.ok())
    for (Witness& site : sites_) site.agent->Signal(SIGKILL);
  for (std::thread& thread : threads) thread.join();
  if (!job.ok()) return job.error();
  Instant first = sites_[0].started, last = sites_[0].arrived;
  for (const Witness& site : sites_) {
    if (site.arrived == Instant{}) return WorkFailed("a site did not get the model");
    first = std::min(first, site.started);
    last = std::max(last, site.arrived);
  }
  Note(result_.down, result_.model_bytes, used, last - first);
  return job;
}

// What one way took, and what it needs of memory until now; `bytes` are one site's.
void TransferRun::Note(Transferred& way, uint64_t bytes, const Used& before, Duration took) {
  const Used used = UsedUntilNow();
  way.bytes = bytes;
  const uint64_t all = bytes * sites_.size();
  way.ours = {all, static_cast<double>(all) / Seconds(took), used.cpu_seconds - before.cpu_seconds,
              used.stolen_seconds - before.stolen_seconds};
  way.coordinator_peak_bytes = PeakBytes(fleet_.coordinator());
  way.agent_peak_bytes = AgentPeak();
}

std::vector<UpdateBarrier::Site> TransferRun::Barred() const {
  std::vector<UpdateBarrier::Site> barred;
  for (size_t i = 0; i < sites_.size(); ++i)
    barred.push_back({sites_[i].agent->pid(), fleet_.updates(i)});
  return barred;
}

Result<> TransferRun::Upload(ChildProcess& job) {
  options_.progress("waiting for updates");
  ForgetPeaks();
  const Instant until = ReadClocks().instant + kTransferLimit;
  // All start at once: two processors cannot train and send at the same time.
  UpdateBarrier barrier(Barred());
  fleet_.LetTrain();
  HANSA_TRY(barrier.AwaitAll(until));
  HANSA_TRY(MeasureLimits(PumpOptions::Way::kUp, fleet_.vector_bytes(), result_.up));
  HANSA_TRY(barrier.ReadThrough());
  const SpoolWatch spool{fleet_.uploads(), sites_.size(), fleet_.vector_bytes()};
  const Used used = UsedUntilNow();
  result_.preparing_peak_bytes = AgentPeak();
  ForgetPeaks();
  options_.progress("fetching updates");
  const Instant first = ReadClocks().instant;
  barrier.Open();
  const Instant last = HANSA_TRY(spool.AwaitAll(until));
  Note(result_.up, spool.bytes, used, last - first);
  options_.progress("adding updates");
  HANSA_TRY(AwaitRound(job));
  result_.round_seconds = Seconds(ReadClocks().instant - first);
  result_.adding_peak_bytes = PeakBytes(fleet_.coordinator());
  return Success();
}

Result<> TransferRun::AwaitRound(ChildProcess& job) const {
  std::string last;
  while (!job.output_ended()) {
    const auto line = job.ReadLine(kTransferLimit);
    if (!line) break;
    last = *line;
    const json event = json::parse(*line, nullptr, false);
    if (!event.is_discarded() && event.value("event", "") == "round_finished") return Success();
  }
  return WorkFailed("the benchmark's round did not succeed", last);
}

Result<TransferBench> TransferRun::Measure() {
  result_.chunk_bytes = limits::kChunkBytes;
  HANSA_TRY(StartAgents());
  ChildProcess job = HANSA_TRY(Download());
  HANSA_TRY(Upload(job));
  for (Witness& site : sites_) {
    site.agent->Signal(SIGTERM);
    site.agent->WaitOrKill(std::chrono::seconds(10));
  }
  job.WaitOrKill(std::chrono::seconds(10));
  return result_;
}

}  // namespace

Result<TransferBench> RunTransferBench(const TransferBenchOptions& options) {
  const ScratchFolder scratch;
  TransferRun run(options, HANSA_TRY(TransferFleet::Start(options, scratch.path())));
  return run.Measure();
}

}  // namespace hansa::bench

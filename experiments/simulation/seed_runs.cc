#include "experiments/simulation/seed_runs.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

namespace hansa::simulation {
namespace {

double SecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void Add(const Plan& plan, const Outcome& outcome, SeedRuns& runs) {
  ++runs.seeds;
  if (!outcome.breaches.empty()) runs.failed.push_back({plan, outcome.breaches.front()});
  runs.jobs_succeeded += outcome.job_succeeded;
  runs.rounds_completed += outcome.rounds_completed;
  runs.rounds_failed += outcome.rounds_failed;
  runs.site_rounds += outcome.site_rounds;
  runs.events += outcome.events;
  for (const auto& entry : outcome.resumed_in) runs.resumed_in[entry.first] += entry.second;
  for (size_t i = 0; i < kFaultKinds; ++i) runs.faults[i] += outcome.faults[i];
  runs.virtual_seconds += Seconds(outcome.took);
}

}  // namespace

Result<SeedRuns> RunSeeds(const Plan& plan, uint64_t first, uint64_t last,
                          const std::function<void(const SeedRuns&)>& progress) {
  HANSA_TRY(JobsOf(plan));
  const auto keys = MakeFleetKeys(plan.sites);
  const auto start = std::chrono::steady_clock::now();
  SeedRuns runs;
  std::mutex mutex;  // of `runs` and of `progress`
  std::atomic<uint64_t> next = first;
  const auto work = [&] {
    Plan own = plan;
    while ((own.seed = next++) <= last) {
      const Outcome outcome = Simulate(own, keys).value();
      const std::lock_guard lock(mutex);
      Add(own, outcome, runs);
      runs.seconds = SecondsSince(start);
      if (progress) progress(runs);
    }
  };
  const uint64_t cores = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::jthread> threads;
  for (uint64_t i = 1; i < std::min(cores, last - first + 1); ++i) threads.emplace_back(work);
  work();
  threads.clear();
  std::sort(runs.failed.begin(), runs.failed.end(),
            [](const FailedSeed& a, const FailedSeed& b) { return a.plan.seed < b.plan.seed; });
  runs.seconds = SecondsSince(start);
  return runs;
}

}  // namespace hansa::simulation

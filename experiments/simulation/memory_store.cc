#include "experiments/simulation/memory_store.h"

#include <algorithm>

#include "experiments/simulation/memory_turn.h"

namespace hansa::simulation {
namespace {

using records::EventLine;
using records::StoredSite;

constexpr uint64_t kFirst = 0;

}  // namespace

Result<> MemoryStore::Commit(std::span<const records::Record> turn) {
  MemoryTurn writing(state_);
  for (const records::Record& record : turn)
    HANSA_TRY(std::visit([&writing](const auto& one) { return writing.Write(one); }, record));
  writing.Keep();
  return Success();
}

Result<std::optional<records::DirectoryPublished>> MemoryStore::Directory() {
  if (state_.directory == nullptr) return std::optional<records::DirectoryPublished>();
  return std::optional<records::DirectoryPublished>(*state_.directory);
}

Result<std::vector<StoredSite>> MemoryStore::Sites() {
  std::vector<StoredSite> sites;
  for (const auto& entry : state_.sites) sites.push_back(*entry.second);
  return sites;
}

Result<std::vector<v1::JobRecord>> MemoryStore::Jobs() {
  std::vector<MemoryState::Job> jobs;
  for (const auto& entry : state_.jobs) jobs.push_back(entry.second);
  std::sort(jobs.begin(), jobs.end(),
            [](const auto& one, const auto& other) { return one.number < other.number; });
  std::vector<v1::JobRecord> out;
  for (const MemoryState::Job& job : jobs) out.push_back(*job.record);
  return out;
}

Result<std::vector<v1::VersionRecord>> MemoryStore::Versions() {
  std::vector<v1::VersionRecord> versions;
  for (const auto& entry : state_.versions) versions.push_back(*entry.second);
  return versions;
}

Result<std::vector<v1::RoundRecord>> MemoryStore::Rounds() {
  std::vector<v1::RoundRecord> rounds;
  for (const auto& entry : state_.rounds) rounds.push_back(*entry.second);
  return rounds;
}

Result<std::vector<v1::SessionStepRecord>> MemoryStore::SessionSteps(const std::string& job_id) {
  std::vector<v1::SessionStepRecord> steps;
  for (auto at = state_.steps.lower_bound({job_id, kFirst});
       at != state_.steps.end() && at->first.first == job_id; ++at)
    steps.push_back(*at->second);
  return steps;
}

Result<std::vector<EventLine>> MemoryStore::Events(const std::string& job_id) {
  std::vector<EventLine> events;
  for (auto at = state_.events.lower_bound({job_id, kFirst});
       at != state_.events.end() && at->first.first == job_id; ++at)
    events.push_back({job_id, at->first.second, *at->second});
  return events;
}

Result<std::vector<records::Measurement>> MemoryStore::Measurements() {
  std::vector<records::Measurement> out;
  for (const auto& [key, value] : state_.measurements)
    out.push_back({key.first, key.second.first, key.second.second, value});
  return out;
}

}  // namespace hansa::simulation

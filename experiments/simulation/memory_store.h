#pragma once
// A store in memory, for simulated fleets: the same rules as the one on disk, no I/O. Its state may
// be copied, and a store made from the copy stands where the first one stood: a crash is a new
// store made from the old one's state. Not thread-safe.

#include <map>
#include <memory>
#include <utility>

#include "coordinator/storage/store.h"

namespace hansa::simulation {

namespace records = hansa::coordinator;

// Records are shared and never changed, so that copying a state copies pointers.
struct MemoryState {
  template <typename T>
  using Shared = std::shared_ptr<const T>;
  struct Job {
    uint64_t number = 0;  // in order of submission
    Shared<v1::JobRecord> record;
  };

  std::map<std::string, Shared<records::StoredSite>> sites;
  std::map<Bytes, std::string> invitation_keys;  // CURVE key -> site
  std::map<Bytes, std::string> site_keys;
  Shared<records::DirectoryPublished> directory;  // null: none
  std::map<std::string, Job> jobs;
  uint64_t last_job = 0;
  std::map<std::pair<std::string, uint64_t>, Shared<v1::VersionRecord>> versions;
  uint64_t last_session = 0;
  std::map<std::string, Shared<v1::RoundRecord>> rounds;
  std::map<std::pair<std::string, uint64_t>, Shared<v1::SessionStepRecord>> steps;
  uint64_t last_step = 0;
  std::map<std::pair<std::string, uint64_t>, Shared<std::string>> events;
  std::map<std::pair<uint32_t, std::pair<std::string, std::string>>, uint64_t> measurements;
};

class MemoryStore final : public records::Store {
 public:
  MemoryStore() = default;
  explicit MemoryStore(MemoryState state) : state_(std::move(state)) {}

  // What has been committed, and nothing else.
  const MemoryState& state() const { return state_; }

  Result<> Commit(std::span<const records::Record> turn) override;
  Result<std::vector<records::StoredSite>> Sites() override;
  Result<std::optional<records::DirectoryPublished>> Directory() override;
  Result<std::vector<v1::JobRecord>> Jobs() override;
  Result<std::vector<v1::VersionRecord>> Versions() override;
  Result<uint64_t> LastSessionNumber() override { return state_.last_session; }
  Result<std::vector<v1::RoundRecord>> Rounds() override;
  Result<std::vector<v1::SessionStepRecord>> SessionSteps(const std::string& job_id) override;
  Result<std::vector<records::EventLine>> Events(const std::string& job_id) override;
  Result<std::vector<records::Measurement>> Measurements() override;

 private:
  MemoryState state_;
};

}  // namespace hansa::simulation

#pragma once
// A store in memory: what was committed outlives the machine, as on disk.

#include <map>

#include "coordinator/storage/store.h"

namespace hansa::simulation {

class InterimStore final : public coordinator::Store {
 public:
  Result<> Commit(std::span<const coordinator::Record> records) override;
  Result<std::vector<coordinator::StoredSite>> Sites() override {
    return std::vector<coordinator::StoredSite>();
  }
  Result<std::vector<v1::JobRecord>> Jobs() override { return jobs_; }
  Result<std::vector<v1::VersionRecord>> Versions() override;
  Result<uint64_t> LastSessionNumber() override { return last_session_; }
  Result<std::vector<v1::RoundRecord>> Rounds() override { return std::vector<v1::RoundRecord>(); }
  Result<std::vector<v1::SessionStepRecord>> SessionSteps(const std::string&) override {
    return std::vector<v1::SessionStepRecord>();
  }
  Result<std::vector<coordinator::EventLine>> Events(const std::string&) override {
    return std::vector<coordinator::EventLine>();
  }

 private:
  std::vector<v1::JobRecord> jobs_;
  std::map<uint64_t, v1::VersionRecord> versions_;
  uint64_t last_session_ = 0;
};

}  // namespace hansa::simulation

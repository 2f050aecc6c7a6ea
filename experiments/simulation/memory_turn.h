#pragma once
// One turn's records written into a state: all of them, or none.

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "experiments/simulation/memory_store.h"

namespace hansa::simulation {

// What was written is taken back when the turn goes without Keep.
class MemoryTurn {
 public:
  explicit MemoryTurn(MemoryState& state) : state_(state) {}
  ~MemoryTurn();
  MemoryTurn(const MemoryTurn&) = delete;
  MemoryTurn& operator=(const MemoryTurn&) = delete;
  void Keep() { undo_.clear(); }

  Result<> Write(const records::InvitationRegistered& record);
  Result<> Write(const records::SiteEnrolled& record);
  Result<> Write(const records::SiteRevoked& record);
  Result<> Write(const records::DirectoryPublished& record);
  Result<> Write(const records::SiteSeen& record);
  Result<> Write(const records::SessionNumberTaken& record);
  Result<> Write(const v1::JobRecord& record);
  Result<> Write(const v1::VersionRecord& record);
  Result<> Write(const v1::RoundRecord& record);
  Result<> Write(const v1::SessionStepRecord& record);
  Result<> Write(const records::EventLine& record);
  Result<> Write(const records::EventsFiled& record);
  Result<> Write(const records::Measurement& record);

 private:
  template <typename Map>
  void Put(Map& map, const typename Map::key_type& key, typename Map::mapped_type value) {
    const auto found = map.find(key);
    std::optional<typename Map::mapped_type> old;
    if (found != map.end()) old = found->second;
    map.insert_or_assign(key, std::move(value));
    undo_.push_back([&map, key, old] {
      if (old)
        map.insert_or_assign(key, *old);
      else
        map.erase(key);
    });
  }
  template <typename Map>
  typename Map::iterator Erase(Map& map, typename Map::iterator at) {
    undo_.push_back([&map, entry = *at] { map.insert(entry); });
    return map.erase(at);
  }
  void Set(uint64_t& number, uint64_t value) {
    undo_.push_back([&number, old = number] { number = old; });
    number = value;
  }
  bool Runs(const std::string& job_id) const;
  // Of every session but this one; null: of all.
  void ForgetSteps(const std::string& job_id, const v1::RoundRecord* round);

  MemoryState& state_;
  std::vector<std::function<void()>> undo_;
};

}  // namespace hansa::simulation

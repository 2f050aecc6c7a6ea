#pragma once
// The sessions that the newest sum is of: those of a round's groups take their numbers in a row.

#include <cstdint>
#include <map>

#include "coordinator/storage/records.h"

namespace hansa::simulation {

class RoundSessions {
 public:
  void OnCommitted(const coordinator::Record& record) {
    const auto* taken = std::get_if<coordinator::SessionNumberTaken>(&record);
    if (taken != nullptr) {
      if (!in_a_row_) first_ = taken->number;
      last_ = taken->number;
    }
    in_a_row_ = taken != nullptr;
  }
  uint64_t last() const { return last_; }

  // What a site gave to one of them; null: nothing.
  template <typename Value>
  const Value* Find(const std::map<uint64_t, std::map<uint32_t, Value>>& given,
                    uint32_t site) const {
    for (auto at = given.lower_bound(first_); at != given.end() && at->first <= last_; ++at)
      if (const auto found = at->second.find(site); found != at->second.end())
        return &found->second;
    return nullptr;
  }

 private:
  uint64_t first_ = 0, last_ = 0;
  bool in_a_row_ = false;
};

}  // namespace hansa::simulation

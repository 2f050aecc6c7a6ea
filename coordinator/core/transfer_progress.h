#pragma once
// When to tell how far a site's transfer is: not for short ones, and not often. Pure.

#include <map>
#include <optional>

#include "common/base/time.h"
#include "coordinator/core/membership.h"

namespace hansa::coordinator {

class TransferProgress {
 public:
  static constexpr Duration kWorthTelling = seconds(2);
  static constexpr Duration kBetween = seconds(5);

  // `site` is at `offset` now. Whether to tell.
  bool Note(const SiteId& site, uint64_t offset, Instant now) {
    auto& transfer = transfers_.try_emplace(site, Transfer{offset, now, now}).first->second;
    if (offset < transfer.offset) transfer = {offset, now, now};
    transfer.offset = offset;
    const bool first = transfer.told == transfer.began;
    if (now - transfer.told < (first ? kWorthTelling : kBetween)) return false;
    transfer.told = now;
    return true;
  }

 private:
  struct Transfer {
    uint64_t offset = 0;
    Instant began{}, told{};
  };
  std::map<SiteId, Transfer> transfers_;
};

}  // namespace hansa::coordinator

#pragma once
// Every leaf that was dealt, found by who dealt it to whom. They lie as they came, owner by owner,
// and are asked for holder by holder: a search in each owner's list would miss the cache some ten
// times for each of n k shares.

#include <map>
#include <vector>

#include "coordinator/core/secagg/share_box.h"

namespace hansa::coordinator {

class DealtLeaves {
 public:
  // The boxes stay where they are.
  DealtLeaves(const ServerRoster& roster, const std::map<uint32_t, ShareBox>& boxes);
  // What `owner` signed for `holder`; empty: it dealt nothing to it.
  ByteSpan Find(uint32_t owner, uint32_t holder) const;

 private:
  struct Place {
    uint32_t owner;
    uint32_t place;  // of the holder among the owner's
  };
  std::vector<const ShareBox*> boxes_;        // by owner
  std::vector<std::vector<Place>> dealt_to_;  // by holder; owners ascend
};

}  // namespace hansa::coordinator

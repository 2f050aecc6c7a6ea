#include "coordinator/core/secagg/dealt_leaves.h"

#include <algorithm>

namespace hansa::coordinator {

DealtLeaves::DealtLeaves(const ServerRoster& roster, const std::map<uint32_t, ShareBox>& boxes)
    : boxes_(roster.size()), dealt_to_(roster.size()) {
  for (const auto& [owner, box] : boxes) {
    boxes_[owner] = &box;
    dealt_to_[owner].reserve(box.holders.size());
  }
  for (const auto& [owner, box] : boxes)
    for (uint32_t place = 0; place < box.holders.size(); ++place)
      dealt_to_[box.holders[place]].push_back({owner, place});
}

ByteSpan DealtLeaves::Find(uint32_t owner, uint32_t holder) const {
  const std::vector<Place>& places = dealt_to_[holder];
  const auto found = std::ranges::lower_bound(places, owner, {}, &Place::owner);
  if (found == places.end() || found->owner != owner) return {};
  return boxes_[owner]->Leaf(found->place);
}

}  // namespace hansa::coordinator

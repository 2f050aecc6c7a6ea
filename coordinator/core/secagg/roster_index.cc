#include "coordinator/core/secagg/roster_index.h"

#include <algorithm>

#include "common/base/check.h"

namespace hansa::coordinator {

uint32_t IndexOf(const ServerRoster& roster, const std::string& site_id) {
  const auto found = std::lower_bound(
      roster.members.begin(), roster.members.end(), site_id,
      [](const RosterMember& member, const std::string& id) { return member.site_id < id; });
  HANSA_CHECK(found != roster.members.end() && found->site_id == site_id);
  return static_cast<uint32_t>(found - roster.members.begin());
}

size_t MembersNeeded(const ServerContext& context) {
  return std::max<size_t>(secagg::SmallestSet(context.setup, context.roster.graph),
                          context.roster.threshold + size_t{1});
}

}  // namespace hansa::coordinator

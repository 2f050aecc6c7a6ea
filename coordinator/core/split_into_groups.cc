#include "coordinator/core/split_into_groups.h"

#include <algorithm>

#include "common/job/group_sizes.h"
#include "coordinator/core/scheduling/draw_sites.h"

namespace hansa::coordinator {

std::vector<std::vector<SiteId>> SplitIntoGroups(std::vector<SiteId> sites, uint32_t largest,
                                                 RandomSource& random) {
  const GroupSizes sizes = GroupSizesOf(static_cast<uint32_t>(sites.size()), largest);
  const size_t larger = sites.size() - size_t{sizes.smallest} * sizes.groups;
  Shuffle(sites, random);
  std::vector<std::vector<SiteId>> groups;
  auto next = sites.begin();
  for (uint32_t i = 0; i < sizes.groups; ++i) {
    const auto end = next + sizes.smallest + (i < larger ? 1 : 0);
    std::sort(next, end);
    groups.emplace_back(next, end);
    next = end;
  }
  return groups;
}

}  // namespace hansa::coordinator

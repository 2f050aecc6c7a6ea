#pragma once
// Which sites share a session, when a round has more than one session may have.

#include <cstdint>
#include <vector>

#include "common/base/random_source.h"
#include "coordinator/core/membership.h"

namespace hansa::coordinator {

// Each split with the same chance; the fewest groups of at most `largest` sites, as equal as can be
// (common/job/group_sizes.h), each ascending.
std::vector<std::vector<SiteId>> SplitIntoGroups(std::vector<SiteId> sites, uint32_t largest,
                                                 RandomSource& random);

}  // namespace hansa::coordinator

#pragma once
// Site ids to roster indices, and how many members each later window needs.

#include "coordinator/core/secagg/server_context.h"

namespace hansa::coordinator {

// The site must be in the roster.
uint32_t IndexOf(const ServerRoster& roster, const std::string& site_id);

// Sites refuse a U1 or U2 with fewer: n_min, and t others besides each.
size_t MembersNeeded(const ServerContext& context);

}  // namespace hansa::coordinator

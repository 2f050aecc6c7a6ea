#pragma once
// The leaves that a site commits to, of all its holders one after the other, and the shares that
// they stand for (docs/protocol/secure-aggregation.md, "Bytes"). Pure functions.

#include <vector>

#include "common/secagg/session_bytes.h"

namespace hansa::secagg {

// Each of kLeafBytes; what is left over is in none.
std::vector<ByteSpan> LeavesIn(ByteSpan leaves);

// Whether the share is what `owner` committed to for `holder` in `leaf`. An empty leaf fits
// nothing.
bool FitsLeaf(ByteSpan leaf, const SessionId& id, ShareKind kind, uint32_t owner, uint32_t holder,
              ByteSpan share);

}  // namespace hansa::secagg

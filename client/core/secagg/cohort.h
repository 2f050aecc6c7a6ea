#pragma once
// The sets that the coordinator announces (U1, U2), checked before anything depends on them.

#include "client/core/secagg/roster.h"
#include "common/secagg/bitmap.h"

namespace hansa::client {

// This site in it, at least n_min members, at least t of them its neighbours; kRefused with the
// numbers.
// `what` names the set for people.
Result<secagg::Bitmap> CheckCohort(const std::string& bytes, const CheckedRoster& roster,
                                   const SessionFacts& facts, std::string_view what);

}  // namespace hansa::client

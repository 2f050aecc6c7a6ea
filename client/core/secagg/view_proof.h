#pragma once
// What a site wants to see before it reveals anything: that the others were shown the same session
// (rule 13; on a ring rules A and B of docs/protocol/secure-aggregation.md).

#include "client/core/secagg/holder_state.h"

namespace hansa::client {

// kRefused with the numbers, or with the name of the site that was shown something else.
Result<> CheckView(const HolderState& state, const secagg::Bitmap& survivors,
                   const v1::UnmaskRequest& request);

}  // namespace hansa::client

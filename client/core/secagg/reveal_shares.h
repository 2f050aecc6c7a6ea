#pragma once
// R4 at the site, once it is sure of U2: for each neighbour the share of one of its two secrets,
// never of both.

#include "client/core/secagg/holder_state.h"

namespace hansa::client {

// The session's last transition.
ClientTransition RevealShares(const HolderState& state, const secagg::Bitmap& survivors);

}  // namespace hansa::client

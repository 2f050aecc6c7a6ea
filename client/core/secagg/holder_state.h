#pragma once
// What a site keeps once its input is with the mask work: the shares of others, and who shared.

#include "client/core/secagg/held_shares.h"
#include "common/secagg/bitmap.h"

namespace hansa::client {

struct HolderState {
  std::shared_ptr<const SessionFacts> facts;
  CheckedRoster roster;
  secagg::Bitmap sharers;  // U1
  HeldShares held;
};

}  // namespace hansa::client

#pragma once
// R2, what is said: U1 to each of its members, with the shares that its neighbours dealt for it.

#include <map>

#include "common/secagg/bitmap.h"
#include "coordinator/core/secagg/share_box.h"

namespace hansa::coordinator {

// By member of U1. Takes the ciphertexts and the trees out of the boxes: nobody needs them again.
std::map<uint32_t, v1::ShareDelivery> MakeDeliveries(const ServerRoster& roster,
                                                     const secagg::Bitmap& sharers,
                                                     std::map<uint32_t, ShareBox>& boxes);

}  // namespace hansa::coordinator

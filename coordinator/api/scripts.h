#pragma once
// Which TorchScript files a coordinator needs now.

#include <set>

#include "coordinator/api/server_state.h"

namespace hansa::coordinator {

std::set<crypto::Digest> ScriptsInUse(const ServerState& state);

}  // namespace hansa::coordinator

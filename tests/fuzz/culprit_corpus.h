#pragma once
// Evidence that inputs are made from: of small sessions, the same in every process.

#include <algorithm>

#include "common/transcript/check_culprit.h"

namespace hansa::fuzz {

// Empty in builds without planted bugs: no site cheats there.
const std::vector<Bytes>& FuzzedCulprits();
const crypto::Ed25519Public& CulpritAuthority();

}  // namespace hansa::fuzz

#pragma once
// Which TorchScript files the store's records refer to.

#include <set>
#include <vector>

#include "common/crypto/hash.h"
#include "hansa/v1/records.pb.h"

namespace hansa::coordinator {

// Those of jobs that run, and of jobs that a version comes from.
std::set<crypto::Digest> ScriptsInUse(const std::vector<const v1::JobRecord*>& jobs,
                                      const std::vector<v1::VersionRecord>& versions);

}  // namespace hansa::coordinator

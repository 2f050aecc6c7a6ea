#pragma once
// Version folders that no record names. A crash between a version's files and its record leaves
// one; nothing else does. A folder that anything refers to is never touched.

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "coordinator/app/model_library.h"
#include "hansa/v1/round.pb.h"

namespace hansa::coordinator {

using VersionKey = std::pair<std::string, uint64_t>;

// What the store refers to: recorded versions, and those that a round is publishing.
std::set<VersionKey> ReferencedVersions(const std::vector<v1::VersionRecord>& versions,
                                        const std::vector<v1::JobRecord>& jobs,
                                        const std::vector<v1::RoundRecord>& rounds);

// Folders that are not referenced, in order.
std::vector<VersionKey> Unreferenced(ModelLibrary& models, const std::set<VersionKey>& referenced);

// At the start, before any job goes on: removes of these what a job that was running in the store
// made last. Anything else is somebody's: an older store put back by hand knows less than the disk.
// It is left, for `hansa coordinator collect`. Returns what was removed.
std::vector<VersionKey> RemoveLeftovers(ModelLibrary& models,
                                        const std::vector<v1::VersionRecord>& versions,
                                        const std::vector<v1::JobRecord>& jobs,
                                        const std::vector<v1::RoundRecord>& rounds);

}  // namespace hansa::coordinator

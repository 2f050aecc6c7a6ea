#pragma once
// Files read once: copied and hashed in the same pass, in pieces.

#include <cstdint>
#include <filesystem>

#include "common/base/result.h"
#include "common/crypto/hash.h"

namespace hansa::coordinator {

struct HashedFile {
  uint64_t bytes = 0;
  crypto::Digest sha256{};
};

Result<HashedFile> HashFile(const std::filesystem::path& path);

// Makes `to` (0600), which must not be there, and its folder (0700); synced.
Result<HashedFile> CopyHashed(const std::filesystem::path& from, const std::filesystem::path& to);

// Makes the contents of a file durable.
Result<> SyncFile(const std::filesystem::path& path);
// Folders of mode 0700 down to this one.
Result<> MakePrivateFolder(const std::filesystem::path& folder);
// Syncs every folder under `folder`, so that all names in it last.
Result<> SyncTree(const std::filesystem::path& folder);

}  // namespace hansa::coordinator

#pragma once
// Whole files: read within a bound, written so that a reader (or a crash) sees the old contents or
// the new.

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace hansa {

// Fails with kBadInput when the file cannot be read or is larger than `largest` bytes.
Result<std::string> ReadFile(const std::filesystem::path& path, size_t largest);

// Writes beside `path`, syncs, renames. `mode` as for open(2).
Result<> WriteFileAtomically(const std::filesystem::path& path, std::string_view contents,
                             unsigned mode = 0644);

// Makes the file, which must not be there, and syncs its contents; its name is durable only when
// its folder is synced too (SyncFolder). For a folder that is renamed into place as a whole.
Result<> WriteNewFile(const std::filesystem::path& path, std::string_view contents,
                      unsigned mode = 0644);
// Makes the names in a folder durable.
Result<> SyncFolder(const std::filesystem::path& folder);

// Reads a file that holds a secret; refuses one that others may read (mode wider than 0600) and
// names the fix.
Result<std::string> ReadSecretFile(const std::filesystem::path& path, size_t largest);

}  // namespace hansa

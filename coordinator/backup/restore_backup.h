#pragma once
// A backup made into a coordinator's folder again.

#include <filesystem>

#include "coordinator/backup/backup_manifest.h"
#include "coordinator/storage/sqlite/restored_store.h"

namespace hansa::coordinator {

struct RestoredFolder {
  BackupManifest manifest;
  RestoredStore store;
};

// Verifies the whole backup before it writes anything, then makes `to`, which must be missing or
// empty, whole or not at all. What differs from the backup: PrepareRestoredStore. kBadInput,
// kVerification with the file at fault; kRefused when `to` has contents.
Result<RestoredFolder> RestoreBackup(const std::filesystem::path& from,
                                     const std::filesystem::path& to);

}  // namespace hansa::coordinator

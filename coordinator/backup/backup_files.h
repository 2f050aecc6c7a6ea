#pragma once
// The files of a backup beside the store's copy. Runs on a thread of its own: it touches nothing
// that the loop writes but files that never change, and logs that only grow.

#include <atomic>
#include <filesystem>

#include "coordinator/backup/backup_manifest.h"

namespace hansa::coordinator {

// A coordinator's folder, as far as a backup reads it. All absolute.
struct BackupSource {
  std::filesystem::path dir;
  std::filesystem::path config;
  std::filesystem::path state;  // within dir
};

struct BackupProgress {
  std::atomic<uint64_t> files{0};
  std::atomic<uint64_t> bytes{0};
  std::atomic<bool> stop{false};  // asks to end early, with an error
};

// Where in the backup the store's copy lies before the others are made; it need not be synced.
std::filesystem::path StoreCopyIn(const std::filesystem::path& backup, const BackupSource& source);

// What the store's copy names is copied: models, verified against it, and runs; then keys and
// configuration, and the manifest last. kVerification, naming the file, when a model is not what
// was published.
Result<BackupManifest> CompleteBackup(const std::filesystem::path& backup,
                                      const BackupSource& source, UnixMillis now,
                                      BackupProgress& progress);

}  // namespace hansa::coordinator

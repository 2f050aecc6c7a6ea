#pragma once
// backup.json: every file of a backup with its size and digest. Written last: a folder without it
// is no backup.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/base/time.h"
#include "common/crypto/hash.h"

namespace hansa::coordinator {

inline constexpr const char* kBackupManifest = "backup.json";

struct BackupFile {
  std::string path;  // relative, "/" between its parts, never out of the folder
  uint64_t bytes = 0;
  crypto::Digest sha256{};
};

struct BackupManifest {
  UnixMillis made_unix_ms = 0;
  std::string state;  // the coordinator's state folder, relative
  std::vector<BackupFile> files;
  uint64_t bytes() const;
};

std::string ToJson(const BackupManifest& manifest);
// kBadInput when there is none, or not one that this program reads.
Result<BackupManifest> ReadBackupManifest(const std::filesystem::path& backup);
// The same of its text; `backup` is named in the error.
Result<BackupManifest> ParseBackupManifest(std::string_view text,
                                           const std::filesystem::path& backup);

// Reads every file. kVerification, naming the first that is missing or differs with both digests.
Result<> VerifyBackup(const std::filesystem::path& backup, const BackupManifest& manifest);

}  // namespace hansa::coordinator

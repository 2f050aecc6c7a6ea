#include "coordinator/backup/backup_manifest.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/base/atomic_file.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "coordinator/backup/hashed_copy.h"

namespace hansa::coordinator {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr int kFormat = 1;

Error NotABackup(const fs::path& backup, const std::string& why) {
  return BadInput(StrCat(backup.string(), " is not a backup"), why,
                  "Give the folder that `hansa coordinator backup` wrote");
}

bool StaysInside(const std::string& path) {
  const fs::path parts(path);
  return !path.empty() && parts.is_relative() &&
         std::none_of(parts.begin(), parts.end(),
                      [](const fs::path& part) { return part == ".." || part == "."; });
}

Result<BackupFile> ReadEntry(const fs::path& backup, const Json& entry) {
  BackupFile file{.path = entry.value("path", ""), .bytes = entry.value("bytes", uint64_t{0})};
  const Bytes digest = FromHex(entry.value("sha256", ""));
  if (!StaysInside(file.path) || digest.size() != file.sha256.size())
    return NotABackup(backup, StrCat("its list names '", PlainText(file.path, 200), "'"));
  std::copy(digest.begin(), digest.end(), file.sha256.begin());
  return file;
}

}  // namespace

uint64_t BackupManifest::bytes() const {
  uint64_t sum = 0;
  for (const BackupFile& file : files) sum += file.bytes;
  return sum;
}

std::string ToJson(const BackupManifest& manifest) {
  Json files = Json::array();
  for (const BackupFile& file : manifest.files)
    files.push_back({{"path", file.path}, {"bytes", file.bytes}, {"sha256", Hex(file.sha256)}});
  return Json{{"format", kFormat},
              {"made", FormatUtc(manifest.made_unix_ms)},
              {"made_unix_ms", manifest.made_unix_ms},
              {"state", manifest.state},
              {"files", files}}
             .dump(1) +
         "\n";
}

Result<BackupManifest> ReadBackupManifest(const fs::path& backup) {
  const auto text = ReadFile(backup / kBackupManifest, limits::kBackupManifestBytes);
  if (!text.ok()) return NotABackup(backup, text.error().Text());
  return ParseBackupManifest(*text, backup);
}

Result<BackupManifest> ParseBackupManifest(std::string_view text, const fs::path& backup) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  try {
    if (json.is_discarded() || json.value("format", 0) != kFormat)
      return NotABackup(backup, StrCat(kBackupManifest, " is damaged or of another program"));
    BackupManifest manifest{.made_unix_ms = json.value("made_unix_ms", UnixMillis{0}),
                            .state = json.value("state", "")};
    if (!StaysInside(manifest.state)) return NotABackup(backup, "its state folder is elsewhere");
    for (const Json& entry : json.at("files"))
      manifest.files.push_back(HANSA_TRY(ReadEntry(backup, entry)));
    return manifest;
  } catch (const nlohmann::json::exception& error) {
    return NotABackup(backup, error.what());
  }
}

Result<> VerifyBackup(const fs::path& backup, const BackupManifest& manifest) {
  for (const BackupFile& file : manifest.files) {
    const auto found = HashFile(backup / file.path);
    if (!found.ok())
      return VerificationFailed(StrCat("the backup ", backup.string(), " is not whole"),
                                found.error().Text(), "Use another backup");
    if (found->sha256 != file.sha256)
      return VerificationFailed(
          StrCat((backup / file.path).string(), " is corrupt"),
          StrCat("its SHA-256 is ", Hex(found->sha256), ", it was written with ", Hex(file.sha256)),
          "Use another backup");
  }
  return Success();
}

}  // namespace hansa::coordinator

// backup.json: what is taken names files inside the backup only, and is read back as it is.

#include "coordinator/backup/backup_manifest.h"

#include "common/base/bytes.h"
#include "common/base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  const auto manifest = coordinator::ParseBackupManifest(AsView({data, size}), "backup");
  if (!manifest.ok()) {
    HANSA_CHECK(manifest.error().kind == ErrorKind::kBadInput);
    HANSA_CHECK(manifest.error().Text().size() < 4096);
    return -1;
  }
  for (const coordinator::BackupFile& file : manifest->files) {
    const std::string inside = ("backup" / std::filesystem::path(file.path)).lexically_normal();
    HANSA_CHECK(inside.starts_with("backup/"));
  }
  const std::string json = ToJson(*manifest);
  const auto again = coordinator::ParseBackupManifest(json, "backup");
  HANSA_CHECK(again.ok() && ToJson(*again) == json);
  return 0;
}

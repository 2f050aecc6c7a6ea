#include "coordinator/backup/restore_backup.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "common/base/atomic_file.h"
#include "common/base/text.h"
#include "coordinator/backup/hashed_copy.h"

namespace hansa::coordinator {
namespace {

namespace fs = std::filesystem;

Result<> CheckTarget(const fs::path& to) {
  std::error_code fault;
  if (!fs::exists(to, fault)) return Success();
  if (fs::is_directory(to, fault) && fs::is_empty(to, fault)) return Success();
  return Refused(StrCat("will not restore to ", to.string()), "there is something already",
                 "Give a folder that is new or empty");
}

Result<> CopyAll(const fs::path& from, const BackupManifest& manifest, const fs::path& to) {
  for (const BackupFile& file : manifest.files) {
    const HashedFile copied = HANSA_TRY(CopyHashed(from / file.path, to / file.path));
    if (copied.sha256 != file.sha256)
      return VerificationFailed(StrCat((from / file.path).string(), " changed while it was read"));
  }
  return Success();
}

Result<RestoredStore> Fill(const fs::path& from, const BackupManifest& manifest,
                           const fs::path& to) {
  HANSA_TRY(CopyAll(from, manifest, to));
  for (const char* folder : {"models", "runs"}) HANSA_TRY(MakePrivateFolder(to / folder));
  const RestoredStore store =
      HANSA_TRY(PrepareRestoredStore((to / manifest.state / "store.db").string()));
  HANSA_TRY(SyncTree(to));
  return store;
}

}  // namespace

Result<RestoredFolder> RestoreBackup(const fs::path& from, const fs::path& to_given) {
  fs::path to = fs::absolute(to_given).lexically_normal();
  if (!to.has_filename()) to = to.parent_path();
  HANSA_TRY(CheckTarget(to));
  RestoredFolder restored{.manifest = HANSA_TRY(ReadBackupManifest(from)), .store = {}};
  HANSA_TRY(VerifyBackup(from, restored.manifest));
  const fs::path unfinished = to.string() + ".unfinished";
  if (fs::exists(unfinished))
    return Refused(StrCat("will not restore to ", to.string()),
                   StrCat(unfinished.string(), " is left of an interrupted restore"),
                   "Remove it, then try again");
  HANSA_TRY(MakePrivateFolder(unfinished));
  Result<RestoredStore> store = Fill(from, restored.manifest, unfinished);
  // An empty folder gives way to the rename.
  if (store.ok() && std::rename(unfinished.c_str(), to.c_str()) != 0)
    store = BadInput(StrCat("cannot make ", to.string()), std::strerror(errno));
  if (!store.ok()) {
    std::error_code ignored;
    fs::remove_all(unfinished, ignored);
    return std::move(store).error();
  }
  HANSA_TRY(SyncFolder(to.parent_path()));
  restored.store = *store;
  return restored;
}

}  // namespace hansa::coordinator

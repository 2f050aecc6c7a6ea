#include "coordinator/registry/version_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "common/base/atomic_file.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/base/unique_fd.h"

namespace hansa::coordinator::internal {
namespace {

namespace fs = std::filesystem;

Result<> SyncFolder(const fs::path& folder) {
  UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.valid() && ::fsync(fd.get()) == 0) return Success();
  return BadInput(StrCat("cannot write ", folder.string()), std::strerror(errno));
}

Result<> WriteFiles(const fs::path& folder, const ModelFiles& files) {
  HANSA_TRY(WriteFileAtomically(folder / kModelFile, AsView(files.model)));
  HANSA_TRY(WriteFileAtomically(folder / kManifestFile, files.manifest));
  return WriteFileAtomically(folder / kSignatureFile, files.signature);
}

}  // namespace

Result<> MakeFolder(const fs::path& folder) {
  std::error_code fault;
  fs::create_directories(folder, fault);
  if (fault) return BadInput(StrCat("cannot make the folder ", folder.string()), fault.message());
  return Success();
}

Result<> WriteVersionFolder(const fs::path& folder, const ModelFiles& files) {
  HANSA_TRY(MakeFolder(folder.parent_path()));
  const fs::path unfinished =
      folder.parent_path() / (kUnfinishedPrefix + folder.filename().string());
  std::error_code ignored;
  fs::remove_all(unfinished, ignored);
  HANSA_TRY(MakeFolder(unfinished));
  Result<> written = WriteFiles(unfinished, files);
  if (written.ok() && ::rename(unfinished.c_str(), folder.c_str()) != 0)
    written = BadInput(StrCat("cannot write ", folder.string()), std::strerror(errno));
  if (!written.ok()) {
    fs::remove_all(unfinished, ignored);
    return written;
  }
  // The rename, and a name that is new in its parent.
  HANSA_TRY(SyncFolder(folder.parent_path()));
  return SyncFolder(folder.parent_path().parent_path());
}

Result<ModelFiles> ReadVersionFolder(const fs::path& folder) {
  ModelFiles files;
  files.model = ToBytes(HANSA_TRY(ReadFile(folder / kModelFile, limits::kModelBytes)));
  files.manifest = HANSA_TRY(ReadFile(folder / kManifestFile, limits::kManifestBytes));
  files.signature = HANSA_TRY(ReadFile(folder / kSignatureFile, limits::kManifestBytes));
  return files;
}

}  // namespace hansa::coordinator::internal

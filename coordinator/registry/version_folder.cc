#include "coordinator/registry/version_folder.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "common/base/atomic_file.h"
#include "common/base/blob_file.h"
#include "common/base/file_blob.h"
#include "common/base/limits.h"
#include "common/base/text.h"

namespace hansa::coordinator::internal {
namespace {

namespace fs = std::filesystem;

Result<> CopyModel(const Blob& model, const fs::path& path) {
  BlobFile file = HANSA_TRY(BlobFile::Create(path, model.size()));
  HANSA_TRY(
      ForEachWindow(model, 0, [&](uint64_t, ByteSpan window) { return file.Append(window); }));
  HANSA_TRY(file.Sync());
  file.Keep();
  std::error_code ignored;  // a published model is no secret
  fs::permissions(path, fs::perms::group_read | fs::perms::others_read, fs::perm_options::add,
                  ignored);
  return Success();
}

Result<> MoveModel(const fs::path& finished, const fs::path& path) {
  if (std::rename(finished.c_str(), path.c_str()) == 0) return Success();
  return BadInput(StrCat("cannot move ", finished.string(), " to ", path.string()),
                  std::strerror(errno));
}

Result<> WriteFiles(const fs::path& folder, const ModelFiles& files, const fs::path& finished) {
  const fs::path model = folder / kModelFile;
  HANSA_TRY(finished.empty() ? CopyModel(*files.model, model) : MoveModel(finished, model));
  HANSA_TRY(WriteNewFile(folder / kManifestFile, files.manifest));
  HANSA_TRY(WriteNewFile(folder / kSignatureFile, files.signature));
  return SyncFolder(folder);
}

fs::path Unfinished(const fs::path& folder) {
  return folder.parent_path() / (kUnfinishedPrefix + folder.filename().string());
}

}  // namespace

Result<> MakeFolder(const fs::path& folder) {
  std::error_code fault;
  fs::create_directories(folder, fault);
  if (fault) return BadInput(StrCat("cannot make the folder ", folder.string()), fault.message());
  return Success();
}

Result<> StageVersionFolder(const fs::path& folder, const ModelFiles& files,
                            const fs::path& finished) {
  HANSA_TRY(MakeFolder(folder.parent_path()));
  const fs::path unfinished = Unfinished(folder);
  std::error_code ignored;
  fs::remove_all(unfinished, ignored);
  HANSA_TRY(MakeFolder(unfinished));
  Result<> written = WriteFiles(unfinished, files, finished);
  if (!written.ok()) fs::remove_all(unfinished, ignored);
  return written;
}

Result<> ShowVersionFolder(const fs::path& folder) {
  if (std::rename(Unfinished(folder).c_str(), folder.c_str()) != 0)
    return BadInput(StrCat("cannot write ", folder.string()), std::strerror(errno));
  // The rename, and a name that is new in its parent.
  HANSA_TRY(SyncFolder(folder.parent_path()));
  return SyncFolder(folder.parent_path().parent_path());
}

Result<> RemoveVersionFolder(const fs::path& folder) {
  const fs::path unfinished = Unfinished(folder);
  std::error_code fault;
  fs::remove_all(unfinished, fault);
  if (std::rename(folder.c_str(), unfinished.c_str()) != 0)
    return BadInput(StrCat("cannot remove ", folder.string()), std::strerror(errno));
  fs::remove_all(unfinished, fault);
  if (fault) return BadInput(StrCat("cannot remove ", folder.string()), fault.message());
  return Success();
}

Result<ModelFiles> ReadVersionFolder(const fs::path& folder) {
  ModelFiles files;
  files.model = HANSA_TRY(FileBlob::Open(folder / kModelFile));
  files.manifest = HANSA_TRY(ReadFile(folder / kManifestFile, limits::kManifestBytes));
  files.signature = HANSA_TRY(ReadFile(folder / kSignatureFile, limits::kManifestBytes));
  return files;
}

}  // namespace hansa::coordinator::internal

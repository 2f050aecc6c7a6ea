#include "client/app/model_folder.h"

#include "common/base/atomic_file.h"
#include "common/base/file_blob.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/codec/safetensors_blob.h"
#include "common/crypto/blob_digest.h"

namespace hansa::client {
namespace {

namespace fs = std::filesystem;

fs::path FolderOf(const fs::path& path) {
  std::error_code none;
  return fs::is_directory(path, none) ? path : path.parent_path();
}
fs::path FileOf(const fs::path& path) {
  std::error_code none;
  return fs::is_directory(path, none) ? path / "model.safetensors" : path;
}

}  // namespace

Result<uint64_t> ModelBytesIn(const fs::path& path) {
  const BlobHandle file = HANSA_TRY(FileBlob::Open(FileOf(path)));
  return file->size();
}

// Read through windows: the values are in memory once.
Result<ModelFolder> LoadModelFolder(const fs::path& path) {
  const fs::path file = FileOf(path), manifest_file = FolderOf(path) / "manifest.json";
  const BlobHandle blob = HANSA_TRY(FileBlob::Open(file));
  if (blob->size() > limits::kModelBytes)
    return BadInput(StrCat("cannot read ", file.string()),
                    StrCat("it is larger than ", HumanBytes(double(limits::kModelBytes))));
  ModelFolder out;
  out.path = FolderOf(path);
  out.manifest =
      HANSA_TRY(ManifestFromJson(HANSA_TRY(ReadFile(manifest_file, limits::kManifestBytes)))
                    .WithContext(manifest_file.string()));
  const crypto::Digest digest = HANSA_TRY(crypto::BlobSha256(*blob).WithContext(file.string()));
  if (digest != out.manifest.model_sha256)
    return VerificationFailed(
        StrCat(file.string(), " is not the model of its manifest"),
        StrCat("its SHA-256 is ", Hex(digest), ", not ", Hex(out.manifest.model_sha256)),
        "Fetch it again: hansa model pull NAME --out DIR");
  Result<SafetensorsFile> read = ReadSafetensors(*blob);
  if (!read.ok()) return std::move(read).error().WithContext(file.string());
  if (read->model.layout != LayoutOf(out.manifest.network))
    return VerificationFailed(StrCat(file.string(), " has another shape than its manifest says"));
  out.model = std::move(read->model);
  return out;
}

}  // namespace hansa::client

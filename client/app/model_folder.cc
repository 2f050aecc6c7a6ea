#include "client/app/model_folder.h"

#include "common/base/atomic_file.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/codec/safetensors.h"

namespace hansa::client {

Result<ModelFolder> LoadModelFolder(const std::filesystem::path& path) {
  std::error_code none;
  const bool folder = std::filesystem::is_directory(path, none);
  const auto file = folder ? path / "model.safetensors" : path;
  const auto manifest_file = (folder ? path : path.parent_path()) / "manifest.json";
  const std::string bytes = HANSA_TRY(ReadFile(file, limits::kModelBytes));
  ModelFolder out;
  out.path = folder ? path : path.parent_path();
  out.manifest =
      HANSA_TRY(ManifestFromJson(HANSA_TRY(ReadFile(manifest_file, limits::kManifestBytes)))
                    .WithContext(manifest_file.string()));
  const crypto::Digest digest = crypto::Sha256(AsSpan(bytes));
  if (digest != out.manifest.model_sha256)
    return VerificationFailed(
        StrCat(file.string(), " is not the model of its manifest"),
        StrCat("its SHA-256 is ", Hex(digest), ", not ", Hex(out.manifest.model_sha256)),
        "Fetch it again: hansa model pull NAME --out DIR");
  Result<SafetensorsFile> read = ReadSafetensors(AsSpan(bytes));
  if (!read.ok()) return std::move(read).error().WithContext(file.string());
  if (read->model.layout != LayoutOf(out.manifest.network))
    return VerificationFailed(StrCat(file.string(), " has another shape than its manifest says"));
  out.model = std::move(read->model);
  return out;
}

}  // namespace hansa::client

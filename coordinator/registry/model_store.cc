#include "coordinator/registry/model_store.h"

#include <charconv>
#include <optional>

#include "common/base/atomic_file.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/crypto/blob_digest.h"
#include "common/model/manifest.h"
#include "common/model/model_name.h"
#include "coordinator/registry/version_folder.h"

namespace hansa::coordinator {
namespace {

namespace fs = std::filesystem;

std::string Label(const std::string& name, uint64_t version) {
  return StrCat(name, " version ", version);
}

constexpr const char* kRestore = "Restore the version's folder from a backup";

// "12", not "012" or "+12": the one name that PathOf gives a version.
std::optional<uint64_t> VersionOf(const std::string& text) {
  uint64_t version = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (fault != std::errc() || end != text.data() + text.size() || StrCat(version) != text)
    return std::nullopt;
  return version;
}

Result<Manifest> ReadManifestOf(const std::string& text, const fs::path& folder) {
  auto manifest = ManifestFromJson(text);
  if (manifest.ok()) return manifest;
  Error error = std::move(manifest).error();
  error.kind = ErrorKind::kVerification;
  error.next = kRestore;
  return std::move(error).WithContext((folder / internal::kManifestFile).string());
}

Result<std::string> ReadIndexed(const fs::path& file) {
  auto text = ReadFile(file, limits::kManifestBytes);
  if (text.ok()) return text;
  return VerificationFailed(text.error().what, text.error().why, kRestore);
}

Result<> CheckNamed(const Manifest& manifest, const std::string& name, uint64_t version) {
  if (manifest.name == name && manifest.version == version) return Success();
  return VerificationFailed(StrCat("the manifest of ", Label(name, version), " is of another"),
                            Label(manifest.name, manifest.version), kRestore);
}

Error Altered(const fs::path& file, const crypto::Digest& found, const crypto::Digest& wanted) {
  return VerificationFailed(
      StrCat(file.string(), " is corrupt"),
      StrCat("its SHA-256 is ", Hex(found), ", it was written with ", Hex(wanted)),
      "Restore the file from a backup, or pull the model from a site");
}

Result<> CheckText(const fs::path& file, std::string_view text, const crypto::Digest& wanted) {
  const crypto::Digest found = crypto::Sha256(AsSpan(text));
  if (found == wanted) return Success();
  return Altered(file, found, wanted);
}

Result<> CheckBlob(const fs::path& file, const Blob& blob, const crypto::Digest& wanted) {
  const crypto::Digest found = HANSA_TRY(crypto::BlobSha256(blob));
  if (found == wanted) return Success();
  return Altered(file, found, wanted);
}

bool IsUnfinished(const fs::path& path) {
  return path.filename().string().starts_with(internal::kUnfinishedPrefix);
}

// Entries of a folder that are folders themselves, in no order; and what an interrupted write left.
Result<std::vector<fs::path>> Folders(const fs::path& folder) {
  std::error_code fault;
  std::vector<fs::path> out;
  for (fs::directory_iterator at(folder, fault), end; !fault && at != end; at.increment(fault))
    if (at->is_directory(fault) || IsUnfinished(at->path())) out.push_back(at->path());
  if (fault) return BadInput(StrCat("cannot read the folder ", folder.string()), fault.message());
  return out;
}

}  // namespace

Result<ModelStore> ModelStore::Open(fs::path folder) {
  HANSA_TRY(internal::MakeFolder(folder));
  ModelStore store(std::move(folder));
  for (const fs::path& model : HANSA_TRY(Folders(store.folder_))) {
    if (!IsModelName(model.filename().string())) continue;  // not ours
    for (const fs::path& path : HANSA_TRY(Folders(model))) {
      std::error_code ignored;
      if (IsUnfinished(path)) fs::remove_all(path, ignored);
      const auto version = VersionOf(path.filename().string());
      if (!version) continue;
      const Key key(model.filename().string(), *version);
      Result<Entry> entry = store.ReadEntry(key.first, key.second);
      store.entries_[key] = entry.ok() ? std::move(entry).value() : Entry{.damage = entry.error()};
    }
  }
  return store;
}

Result<ModelStore::Entry> ModelStore::ReadEntry(const std::string& name, uint64_t version) const {
  const fs::path folder = PathOf(name, version);
  const std::string text = HANSA_TRY(ReadIndexed(folder / internal::kManifestFile));
  const std::string signature = HANSA_TRY(ReadIndexed(folder / internal::kSignatureFile));
  const Manifest manifest = HANSA_TRY(ReadManifestOf(text, folder));
  HANSA_TRY(CheckNamed(manifest, name, version));
  return Entry{.model_sha256 = manifest.model_sha256,
               .manifest_sha256 = crypto::Sha256(AsSpan(text)),
               .signature_sha256 = crypto::Sha256(AsSpan(signature))};
}

Result<> ModelStore::CheckSame(const Key& key, const ModelFiles& files) const {
  const Entry& entry = entries_.at(key);
  if (entry.damage) return *entry.damage;
  if (HANSA_TRY(crypto::BlobSha256(*files.model)) == entry.model_sha256 &&
      crypto::Sha256(AsSpan(files.manifest)) == entry.manifest_sha256 &&
      crypto::Sha256(AsSpan(files.signature)) == entry.signature_sha256) {
    return Success();
  }
  return Refused(StrCat("will not replace ", Label(key.first, key.second)),
                 "it exists with other contents, and versions never change",
                 "Publish under the next version");
}

Result<> ModelStore::Put(const std::string& name, uint64_t version, const ModelFiles& files,
                         const fs::path& finished) {
  if (Contains(name, version)) return CheckSame({name, version}, files);
  return Show(HANSA_TRY(Stage(name, version, files, finished)));
}

Result<StagedVersion> ModelStore::Stage(const std::string& name, uint64_t version,
                                        const ModelFiles& files, const fs::path& finished) const {
  if (!IsModelName(name)) return BadInput(StrCat("'", name.substr(0, 80), "' is not a model name"));
  const Manifest manifest = HANSA_TRY(ReadManifestOf(files.manifest, PathOf(name, version)));
  HANSA_TRY(CheckNamed(manifest, name, version));
  if (files.model->size() > limits::kModelBytes)
    return BadInput(StrCat("the model of ", Label(name, version), " is too large"));
  HANSA_TRY(
      CheckBlob(PathOf(name, version) / internal::kModelFile, *files.model, manifest.model_sha256));
  HANSA_TRY(internal::StageVersionFolder(PathOf(name, version), files, finished));
  return StagedVersion{.name = name,
                       .version = version,
                       .model_sha256 = manifest.model_sha256,
                       .manifest_sha256 = crypto::Sha256(AsSpan(files.manifest)),
                       .signature_sha256 = crypto::Sha256(AsSpan(files.signature))};
}

Result<> ModelStore::Show(const StagedVersion& staged) {
  HANSA_TRY(internal::ShowVersionFolder(PathOf(staged.name, staged.version)));
  entries_[{staged.name, staged.version}] = {.model_sha256 = staged.model_sha256,
                                             .manifest_sha256 = staged.manifest_sha256,
                                             .signature_sha256 = staged.signature_sha256};
  return Success();
}

fs::path ModelStore::NewModelPath(const std::string& name, uint64_t version) const {
  return folder_ / name / StrCat(internal::kUnfinishedPrefix, version, ".safetensors");
}

Result<> CheckModel(const OpenedVersion& version) {
  return CheckBlob(version.model_path, *version.files.model, version.model_sha256);
}

Result<ModelFiles> ModelStore::Get(const std::string& name, uint64_t version) const {
  OpenedVersion opened = HANSA_TRY(OpenVersion(name, version));
  HANSA_TRY(CheckModel(opened));
  return std::move(opened.files);
}

Result<OpenedVersion> ModelStore::OpenVersion(const std::string& name, uint64_t version) const {
  const auto entry = entries_.find({name, version});
  if (entry == entries_.end()) {
    const std::vector<uint64_t> known = Versions(name);
    return BadInput(StrCat("there is no ", Label(name.substr(0, 80), version)),
                    known.empty()
                        ? "no model has this name"
                        : StrCat("its versions are ", known.front(), " to ", known.back()));
  }
  if (entry->second.damage) return *entry->second.damage;
  const fs::path folder = PathOf(name, version);
  auto read = internal::ReadVersionFolder(folder);
  if (!read.ok())
    return VerificationFailed(
        StrCat("the files of ", Label(name, version), " cannot be read"),
        StrCat(read.error().Text(), "; the model's SHA-256 was ", Hex(entry->second.model_sha256)),
        "Restore the version's folder from a backup");
  OpenedVersion opened{std::move(read).value(), folder / internal::kModelFile,
                       entry->second.model_sha256};
  HANSA_TRY(CheckText(folder / internal::kManifestFile, opened.files.manifest,
                      entry->second.manifest_sha256));
  HANSA_TRY(CheckText(folder / internal::kSignatureFile, opened.files.signature,
                      entry->second.signature_sha256));
  return opened;
}

Result<> ModelStore::Remove(const std::string& name, uint64_t version) {
  const auto entry = entries_.find({name, version});
  if (entry == entries_.end()) return BadInput(StrCat("there is no ", Label(name, version)));
  entries_.erase(entry);
  return internal::RemoveVersionFolder(PathOf(name, version));
}

std::vector<uint64_t> ModelStore::Versions(const std::string& name) const {
  std::vector<uint64_t> out;
  for (auto at = entries_.lower_bound({name, 0}); at != entries_.end() && at->first.first == name;
       ++at) {
    out.push_back(at->first.second);
  }
  return out;
}

std::vector<std::string> ModelStore::Names() const {
  std::vector<std::string> out;
  for (const auto& entry : entries_)
    if (out.empty() || out.back() != entry.first.first) out.push_back(entry.first.first);
  return out;
}

fs::path ModelStore::PathOf(const std::string& name, uint64_t version) const {
  return folder_ / name / StrCat(version);
}

}  // namespace hansa::coordinator

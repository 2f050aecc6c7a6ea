#include "coordinator/app/model_library.h"

#include <algorithm>

#include "common/base/text.h"

namespace hansa::coordinator {
namespace {

constexpr const char* kRestore = "Restore its folder from a backup";

Error Missing(const std::filesystem::path& folder, const std::string& name, uint64_t version,
              const std::string& sha256) {
  return VerificationFailed(StrCat("the files of ", name, " version ", version, " are missing"),
                            StrCat((folder / "model.safetensors").string(),
                                   " should have the SHA-256 ", Hex(AsSpan(sha256))),
                            kRestore);
}

Error Another(const std::filesystem::path& file, const v1::VersionRecord& record, ByteSpan found,
              ByteSpan expected) {
  return VerificationFailed(
      StrCat(file.string(), " of ", record.name(), " version ", record.version(), " is corrupt"),
      StrCat("its SHA-256 is ", Hex(found), ", published was ", Hex(expected)), kRestore);
}

}  // namespace

Result<> ModelLibrary::Put(const std::string& name, uint64_t version, const ModelFiles& files,
                           const std::filesystem::path& finished) {
  {
    const std::lock_guard lock(mutex_);
    if (store_.Contains(name, version)) return store_.Put(name, version, files, finished);
  }
  const StagedVersion staged = HANSA_TRY(store_.Stage(name, version, files, finished));
  const std::lock_guard lock(mutex_);
  return store_.Show(staged);
}

std::filesystem::path ModelLibrary::NewModelPath(const std::string& name, uint64_t version) {
  const std::lock_guard lock(mutex_);
  return store_.NewModelPath(name, version);
}

Result<OpenedVersion> ModelLibrary::OpenVersion(const std::string& name, uint64_t version) {
  const std::lock_guard lock(mutex_);
  const std::vector<uint64_t> there = store_.Versions(name);
  const auto expected = expected_.find({name, version});
  if (expected != expected_.end() && !std::binary_search(there.begin(), there.end(), version))
    return Missing(store_.PathOf(name, version), name, version, expected->second);
  return store_.OpenVersion(name, version);
}

Result<ModelFiles> ModelLibrary::Get(const std::string& name, uint64_t version) {
  OpenedVersion opened = HANSA_TRY(OpenVersion(name, version));
  HANSA_TRY(CheckModel(opened));
  return std::move(opened.files);
}

void ModelLibrary::Expect(const std::vector<v1::VersionRecord>& records) {
  const std::lock_guard lock(mutex_);
  for (const v1::VersionRecord& record : records)
    expected_[{record.name(), record.version()}] = record.model_sha256();
}

Result<> ModelLibrary::Check(const v1::VersionRecord& record) {
  Expect({record});
  const OpenedVersion opened = HANSA_TRY(OpenVersion(record.name(), record.version()));
  const ModelFiles& files = opened.files;
  const std::filesystem::path folder = opened.model_path.parent_path();
  HANSA_TRY(CheckModel(opened));
  if (ToString(opened.model_sha256) != record.model_sha256())
    return Another(opened.model_path, record, opened.model_sha256, AsSpan(record.model_sha256()));
  const std::pair<const char*, std::pair<const std::string*, const std::string*>> texts[] = {
      {"manifest.json", {&files.manifest, &record.manifest()}},
      {"manifest.sig", {&files.signature, &record.manifest_sig()}}};
  for (const auto& [name, text] : texts)
    if (*text.first != *text.second)
      return Another(folder / name, record, crypto::Sha256(AsSpan(*text.first)),
                     crypto::Sha256(AsSpan(*text.second)));
  return Success();
}

Result<BlobHandle> ModelLibrary::Model(const std::string& name, uint64_t version) {
  const std::pair key(name, version);
  {
    const std::lock_guard lock(mutex_);
    if (opened_.first == key)
      if (BlobHandle open = opened_.second.lock()) return open;
  }
  BlobHandle model = HANSA_TRY(OpenVersion(name, version)).files.model;
  const std::lock_guard lock(mutex_);
  opened_ = {key, model};
  return model;
}

Result<> ModelLibrary::Remove(const std::string& name, uint64_t version) {
  const std::lock_guard lock(mutex_);
  return store_.Remove(name, version);
}

std::vector<std::string> ModelLibrary::Names() {
  const std::lock_guard lock(mutex_);
  return store_.Names();
}

std::vector<uint64_t> ModelLibrary::Versions(const std::string& name) {
  const std::lock_guard lock(mutex_);
  return store_.Versions(name);
}

uint64_t ModelLibrary::NextVersion(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const std::vector<uint64_t> there = store_.Versions(name);
  uint64_t next = there.empty() ? 0 : there.back() + 1;
  for (auto at = expected_.lower_bound({name, 0}); at != expected_.end() && at->first.first == name;
       ++at)
    next = std::max(next, at->first.second + 1);
  return next;
}

std::filesystem::path ModelLibrary::PathOf(const std::string& name, uint64_t version) {
  const std::lock_guard lock(mutex_);
  return store_.PathOf(name, version);
}

Result<ModelHandle> ModelLibrary::Load(const std::string& name, uint64_t version) {
  OpenedVersion opened = HANSA_TRY(OpenVersion(name, version));
  HANSA_TRY(CheckModel(opened));
  auto model = std::make_shared<ModelVersion>();
  model->name = name;
  model->version = version;
  model->sha256 = opened.model_sha256;
  model->file = std::move(opened.files.model);
  model->path = opened.model_path.string();
  model->manifest = ToBytes(opened.files.manifest);
  model->manifest_sig = ToBytes(opened.files.signature);
  return ModelHandle(std::move(model));
}

}  // namespace hansa::coordinator

#include "coordinator/app/model_library.h"

namespace hansa::coordinator {

Result<> ModelLibrary::Put(const std::string& name, uint64_t version, const ModelFiles& files) {
  const std::lock_guard lock(mutex_);
  return store_.Put(name, version, files);
}

Result<ModelFiles> ModelLibrary::Get(const std::string& name, uint64_t version) {
  const std::lock_guard lock(mutex_);
  return store_.Get(name, version);
}

std::vector<uint64_t> ModelLibrary::Versions(const std::string& name) {
  const std::lock_guard lock(mutex_);
  return store_.Versions(name);
}

uint64_t ModelLibrary::NextVersion(const std::string& name) {
  const std::vector<uint64_t> versions = Versions(name);
  return versions.empty() ? 0 : versions.back() + 1;
}

std::filesystem::path ModelLibrary::PathOf(const std::string& name, uint64_t version) {
  const std::lock_guard lock(mutex_);
  return store_.PathOf(name, version);
}

Result<ModelHandle> ModelLibrary::Load(const std::string& name, uint64_t version) {
  ModelFiles files = HANSA_TRY(Get(name, version));
  auto model = std::make_shared<ModelVersion>();
  model->name = name;
  model->version = version;
  model->sha256 = crypto::Sha256(files.model);
  model->file = std::make_shared<const Bytes>(std::move(files.model));
  model->path = (PathOf(name, version) / "model.safetensors").string();
  model->manifest = ToBytes(files.manifest);
  model->manifest_sig = ToBytes(files.signature);
  return ModelHandle(std::move(model));
}

}  // namespace hansa::coordinator

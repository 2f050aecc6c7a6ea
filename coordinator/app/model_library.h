#pragma once
// The model store behind a lock: the worker writes versions, the loop reads them. Thread-safe.

#include <mutex>

#include "coordinator/core/model_version.h"
#include "coordinator/registry/model_store.h"

namespace hansa::coordinator {

class ModelLibrary {
 public:
  explicit ModelLibrary(ModelStore store) : store_(std::move(store)) {}

  Result<> Put(const std::string& name, uint64_t version, const ModelFiles& files);
  Result<ModelFiles> Get(const std::string& name, uint64_t version);
  std::vector<uint64_t> Versions(const std::string& name);
  // One more than the newest on disk, whether recorded or not; 0 for a new name.
  uint64_t NextVersion(const std::string& name);
  std::filesystem::path PathOf(const std::string& name, uint64_t version);
  // A version as the machines hold it.
  Result<ModelHandle> Load(const std::string& name, uint64_t version);

 private:
  std::mutex mutex_;
  ModelStore store_;
};

}  // namespace hansa::coordinator

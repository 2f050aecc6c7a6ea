#pragma once
// The model store behind a lock: the worker writes versions, the loop reads them. Thread-safe.

#include <map>
#include <mutex>

#include "coordinator/core/model_version.h"
#include "coordinator/registry/model_store.h"
#include "hansa/v1/records.pb.h"

namespace hansa::coordinator {

class ModelLibrary {
 public:
  explicit ModelLibrary(ModelStore store) : store_(std::move(store)) {}

  Result<> Put(const std::string& name, uint64_t version, const ModelFiles& files);
  // As ModelStore::Get; kVerification, with the file and the digest expected, when the version is
  // recorded and its files are missing.
  Result<ModelFiles> Get(const std::string& name, uint64_t version);
  Result<> Remove(const std::string& name, uint64_t version);
  std::vector<uint64_t> Versions(const std::string& name);
  std::vector<std::string> Names();
  // One more than the newest on disk or recorded; 0 for a new name.
  uint64_t NextVersion(const std::string& name);
  std::filesystem::path PathOf(const std::string& name, uint64_t version);
  // These versions are in the store: their files are expected.
  void Expect(const std::vector<v1::VersionRecord>& records);
  // Whether the files are those that were recorded; reads them. kVerification or kBadInput, naming
  // the file.
  Result<> Check(const v1::VersionRecord& record);
  // A version as the machines hold it.
  Result<ModelHandle> Load(const std::string& name, uint64_t version);

 private:
  Result<ModelFiles> GetLocked(const std::string& name, uint64_t version);

  std::mutex mutex_;
  ModelStore store_;
  std::map<std::pair<std::string, uint64_t>, std::string> expected_;  // SHA-256 of the model
};

}  // namespace hansa::coordinator

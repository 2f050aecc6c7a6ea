#pragma once
// The model store behind a lock: the worker writes versions, the loop reads them. No model is read
// or written while the lock is held. Thread-safe.

#include <map>
#include <memory>
#include <mutex>

#include "coordinator/core/model_version.h"
#include "coordinator/registry/model_store.h"
#include "hansa/v1/records.pb.h"

namespace hansa::coordinator {

class ModelLibrary {
 public:
  explicit ModelLibrary(ModelStore store) : store_(std::move(store)) {}

  // As ModelStore::Put. One thread at a time puts; others may read meanwhile.
  Result<> Put(const std::string& name, uint64_t version, const ModelFiles& files,
               const std::filesystem::path& finished = {});
  std::filesystem::path NewModelPath(const std::string& name, uint64_t version);
  // As ModelStore::Get; kVerification, with the file and the digest expected, when the version is
  // recorded and its files are missing.
  Result<ModelFiles> Get(const std::string& name, uint64_t version);
  // The same, but for the digest of the model: for who reads it once and compares then.
  Result<OpenedVersion> OpenVersion(const std::string& name, uint64_t version);
  // Its model's file, open. A transfer asks for it often: the one handed out last is kept.
  Result<BlobHandle> Model(const std::string& name, uint64_t version);
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
  // A version as the machines hold it; reads its model once.
  Result<ModelHandle> Load(const std::string& name, uint64_t version);

 private:
  std::mutex mutex_;
  ModelStore store_;
  std::pair<std::pair<std::string, uint64_t>, std::weak_ptr<const Blob>> opened_;
  std::map<std::pair<std::string, uint64_t>, std::string> expected_;  // SHA-256 of the model
};

}  // namespace hansa::coordinator

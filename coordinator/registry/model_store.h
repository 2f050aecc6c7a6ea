#pragma once
// Model versions on disk: DIR/<name>/<version>/{model.safetensors,manifest.json,manifest.sig}.
// Immutable and content-addressed: a version is written once, whole or not at all, and every read
// compares the digest. Files only: what is published, and when, is decided elsewhere. Models pass
// through windows, never whole. One thread, but for Stage.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/blob.h"
#include "common/base/result.h"
#include "common/crypto/hash.h"

namespace hansa::coordinator {

struct ModelFiles {
  BlobHandle model;
  std::string manifest;   // manifest.json as signed
  std::string signature;  // manifest.sig
};

// A version as it lies there: its texts were compared with what was written, its model was not.
struct OpenedVersion {
  ModelFiles files;
  std::filesystem::path model_path;
  crypto::Digest model_sha256{};  // that the model was written with
};
// Reads the model once. kVerification, naming the file, when it is not as it was written.
Result<> CheckModel(const OpenedVersion& version);

// Written whole and durably, under a name that nobody reads.
struct StagedVersion {
  std::string name;
  uint64_t version = 0;
  crypto::Digest model_sha256{};
  crypto::Digest manifest_sha256{};
  crypto::Digest signature_sha256{};
};

class ModelStore {
 public:
  // Makes the folder when missing, removes what an interrupted Put left, and reads every manifest
  // for the index of digests. A version whose manifest cannot be read keeps its number, and what is
  // wrong is said by every Get and Put of it.
  static Result<ModelStore> Open(std::filesystem::path folder);

  // Writes the three files durably, then shows them under their version at once. The manifest's
  // name, version and digest must be those of the call (kVerification). kRefused when the version
  // exists with other contents; Success when it exists with the same (a repeated write after a
  // crash).
  // A model that lies in `finished`, on the store's file system, is moved in, not copied.
  Result<> Put(const std::string& name, uint64_t version, const ModelFiles& files,
               const std::filesystem::path& finished = {});
  // The two halves of Put for a version that is not there yet. The first takes its time, and any
  // thread may do it while others read.
  Result<StagedVersion> Stage(const std::string& name, uint64_t version, const ModelFiles& files,
                              const std::filesystem::path& finished) const;
  Result<> Show(const StagedVersion& staged);
  bool Contains(const std::string& name, uint64_t version) const {
    return entries_.contains({name, version});
  }
  // Where a model file may be made before it is put; gone at the next Open when it was not.
  std::filesystem::path NewModelPath(const std::string& name, uint64_t version) const;

  // kBadInput when there is no such version, kVerification naming the file when its bytes are not
  // those that were written.
  Result<ModelFiles> Get(const std::string& name, uint64_t version) const;
  // The same, but for the digest of the model.
  Result<OpenedVersion> OpenVersion(const std::string& name, uint64_t version) const;

  // Gone whole, or (after a crash in it) at the next Open. For versions that nobody refers to.
  Result<> Remove(const std::string& name, uint64_t version);

  // Ascending; empty for an unknown name.
  std::vector<uint64_t> Versions(const std::string& name) const;
  std::vector<std::string> Names() const;
  std::filesystem::path PathOf(const std::string& name, uint64_t version) const;

 private:
  struct Entry {
    crypto::Digest model_sha256{};
    crypto::Digest manifest_sha256{};  // as met at Open or written by Put
    crypto::Digest signature_sha256{};
    std::optional<Error> damage;  // set: nothing else is known of it
  };
  using Key = std::pair<std::string, uint64_t>;

  explicit ModelStore(std::filesystem::path folder) : folder_(std::move(folder)) {}
  Result<Entry> ReadEntry(const std::string& name, uint64_t version) const;
  Result<> CheckSame(const Key& key, const ModelFiles& files) const;

  std::filesystem::path folder_;
  std::map<Key, Entry> entries_;
};

}  // namespace hansa::coordinator

#pragma once
// The TorchScript files of jobs: DIR/<sha256>, each written once and named by what it holds. They
// come in pieces, which are kept over connections and restarts. The loop's; not thread-safe.

#include <filesystem>
#include <map>
#include <set>
#include <vector>

#include "common/base/blob_file.h"
#include "common/base/result.h"
#include "common/crypto/hash.h"

namespace hansa::coordinator {

class ScriptStore {
 public:
  explicit ScriptStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // A piece of a file of `size` bytes (1 to limits::kScriptBytes), at `offset`; what is there
  // already is not taken again, and an empty piece only asks. Returns how much is there: `size`,
  // when the file is whole and is what its name says. kVerification when it is not, and then
  // nothing is there; kRefused when too much lies here that `in_use` does not name.
  Result<uint64_t> Take(const crypto::Digest& sha256, uint64_t size, uint64_t offset,
                        ByteSpan piece, const std::set<crypto::Digest>& in_use);
  // kBadInput when it is not here. Whoever reads it compares the digest.
  Result<BlobHandle> Find(const crypto::Digest& sha256) const;

  // Files, whole or not, that `in_use` does not name.
  std::vector<std::filesystem::path> Unused(const std::set<crypto::Digest>& in_use) const;
  // Of one of them.
  Result<> Remove(const std::filesystem::path& file);

 private:
  struct Upload {
    BlobFile file;
    crypto::Sha256Stream hash;
  };

  std::filesystem::path PathOf(const crypto::Digest& sha256) const;
  std::filesystem::path PartOf(const crypto::Digest& sha256) const;
  Result<Upload*> OpenUpload(const crypto::Digest& sha256, uint64_t size,
                             const std::set<crypto::Digest>& in_use);
  Result<> Finish(const crypto::Digest& sha256);

  std::filesystem::path folder_;
  std::map<crypto::Digest, Upload> uploads_;  // a few that are under way
};

}  // namespace hansa::coordinator

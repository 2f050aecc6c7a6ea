#pragma once
// Model files that a site has fetched: <state>/cache/<sha256>, and <sha256>.part of those under
// way. A name is no proof: whoever opens a file compares its digest. Bounded in bytes; what was not
// used for the longest time goes first. Thread-safe.

#include <filesystem>
#include <optional>

#include "common/base/blob_file.h"
#include "common/base/result.h"
#include "common/crypto/hash.h"

namespace hansa::client {

class CachedModels {
 public:
  CachedModels(std::filesystem::path folder, uint64_t most_bytes)
      : folder_(std::move(folder)), most_bytes_(most_bytes) {}

  // Empty: there is none. Counts as used now.
  std::optional<BlobHandle> Find(const crypto::Digest& sha256) const;
  // What has arrived of a model of `size` bytes, to be gone on with; empty when there is nothing.
  // kWorkFailed when it cannot be written.
  Result<BlobFile> OpenPart(const crypto::Digest& sha256, uint64_t size) const;
  // The part is the model.
  Result<> Finish(BlobFile& part, const crypto::Digest& sha256) const;
  void Remove(const crypto::Digest& sha256) const;
  // Makes the rest fit, but for `kept`; removes parts that nobody went on with for a week, and what
  // is not ours.
  void Trim(const crypto::Digest& kept) const;

 private:
  std::filesystem::path PathOf(const crypto::Digest& sha256) const;
  std::filesystem::path PartOf(const crypto::Digest& sha256) const;

  std::filesystem::path folder_;
  uint64_t most_bytes_;
};

}  // namespace hansa::client

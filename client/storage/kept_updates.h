#pragma once
// Trained updates that have not left yet, one a job: <state>/updates/<job digest>. Written whole or
// not at all, with a digest of their own, but not synced: after a power cut a file may be gone or
// torn, and then the site trains again. Not thread-safe.

#include <filesystem>
#include <memory>

#include "common/base/result.h"
#include "common/crypto/hash.h"
#include "hansa/v1/records.pb.h"

namespace hansa::client {

class KeptUpdates {
 public:
  explicit KeptUpdates(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Replaces the job's. kBadInput when the disk is full or the folder cannot be written.
  Result<> Keep(const v1::StoredAnswer& answer);
  // Overwritten, then removed.
  void Drop(const crypto::Digest& job_digest);
  // Null: none, or one that is torn or from a newer program.
  std::shared_ptr<const v1::StoredAnswer> Find(const crypto::Digest& job_digest) const;
  // Those not touched for `longest`: their jobs are long over.
  void DropOlderThan(std::chrono::hours longest);

 private:
  std::filesystem::path PathOf(const crypto::Digest& job_digest) const;
  std::filesystem::path folder_;
};

}  // namespace hansa::client

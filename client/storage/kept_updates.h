#pragma once
// Trained updates that have not left yet, one a job: <state>/updates/<job digest>. Written whole or
// not at all, with digests of their own, but not synced: after a power cut a file may be gone or
// torn, and then the site trains again.
//
// A file is a head (kept_update_head.h) and the vector behind it.
//
// Thread-safe but for two that write one job's update at a time.

#include <filesystem>
#include <optional>

#include "common/base/blob_file.h"
#include "common/base/result.h"
#include "common/crypto/hash.h"
#include "hansa/v1/records.pb.h"

namespace hansa::client {

struct KeptUpdate {
  v1::StoredAnswer facts;
  BlobHandle vector;
};

class KeptUpdates {
 public:
  explicit KeptUpdates(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // An update on its way into its file; nobody finds it before Keep.
  class New {
   public:
    Result<> Append(ByteSpan vector) { return file_.Append(vector); }
    // `facts` with the vector's digest. Replaces the job's. The vector, to be read.
    Result<BlobHandle> Keep(v1::StoredAnswer facts);

   private:
    friend class KeptUpdates;
    New(BlobFile file, std::filesystem::path path)
        : file_(std::move(file)), path_(std::move(path)) {}
    BlobFile file_;
    std::filesystem::path path_;
  };
  // With room for a vector of this size. kWorkFailed when the disk is full or the folder cannot be
  // written.
  Result<New> Begin(const crypto::Digest& job_digest, uint64_t vector_bytes) const;

  // Reads all of it, to compare digests: for a thread that may wait. Empty: none, or one
  // that is torn or from another version of the program.
  std::optional<KeptUpdate> Find(const crypto::Digest& job_digest) const;

  // Whether what Find reads and Drop overwrites is more than a message carries
  // (limits::kInlineVectorBytes), and so for a thread that may wait.
  bool IsLarge(const crypto::Digest& job_digest) const;

  // Nobody finds it any more. Wiped: it is overwritten, a large one at the next WipeDropped (true
  // is returned). Otherwise who holds it may read on.
  bool Drop(const crypto::Digest& job_digest, bool wiped = true) const;
  // Takes as long as writing them does.
  void WipeDropped() const;
  // Those not touched for `longest`: their jobs are long over.
  void DropOlderThan(std::chrono::hours longest) const;

 private:
  std::filesystem::path PathOf(const crypto::Digest& job_digest) const;
  Result<BlobFile> CreateFile(const crypto::Digest& job_digest, uint64_t bytes) const;
  std::filesystem::path folder_;
};

}  // namespace hansa::client

#pragma once
// What is too large for messages and records, as files: <state>/spool/sums/<digest> for sums, and
// <state>/spool/uploads/<session>/<site>-<digest> for vectors on their way here. Both outlive the
// process; what nobody needs any more is removed by name, or at the next start. Thread-safe.

#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "common/base/blob_file.h"
#include "common/secagg/mask.h"
#include "coordinator/core/work.h"

namespace hansa::coordinator {

class Spool {
 public:
  explicit Spool(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Makes the folders. kBadInput when they cannot be made.
  Result<> Open() const;

  // ---- Sums. Errors are of this machine's disk: kBadInput.
  // Synced, and named by their digest.
  Result<Stored> Store(RunningSum& sum) const;
  // What `write` puts into the sink, which returns its digest.
  using Writer = std::function<Result<crypto::Digest>(const secagg::ByteSink& out)>;
  Result<secagg::WrittenVector> Store(uint64_t bytes, const Writer& write) const;
  // Null: there is none.
  BlobHandle Find(const crypto::Digest& sum) const;
  void Forget(const crypto::Digest& sum) const;
  void KeepOnly(const std::set<crypto::Digest>& sums) const;

  // ---- Uploads
  std::filesystem::path UploadPath(const std::string& session, const std::string& site,
                                   const crypto::Digest& sha256) const;
  // A vector that came in a message, to where it would lie if it had been fetched.
  Result<Kept> Keep(const KeepWork& work) const;
  void CloseUploads(const std::string& session) const;
  void KeepUploadsOf(const std::set<std::string>& sessions) const;
  // All that lie there, or a part of them.
  struct FoundUpload {
    std::string session, site;
    crypto::Digest sha256{};
    uint64_t bytes = 0;
  };
  std::vector<FoundUpload> FoundUploads() const;

 private:
  std::filesystem::path SumPath(const crypto::Digest& sum) const;
  std::filesystem::path sums() const { return folder_ / "sums"; }
  std::filesystem::path uploads() const { return folder_ / "uploads"; }

  std::filesystem::path folder_;
};

}  // namespace hansa::coordinator

#pragma once
// Fetches the vectors that the machine expects: asks their sites for ranges (common/bulk), and
// writes and hashes what comes into the spool beside the loop. A transfer goes on from its file's
// length after a lost connection and after a restart of this process. The loop's; not thread-safe.

#include <map>
#include <optional>

#include "common/bulk/range_receiver.h"
#include "coordinator/app/blob_checker.h"
#include "coordinator/app/connections.h"
#include "coordinator/app/spool.h"
#include "coordinator/core/spool_room.h"
#include "coordinator/app/spool_writer.h"
#include "coordinator/core/effects.h"
#include "coordinator/core/phase.h"
#include "coordinator/core/transfer_progress.h"

namespace hansa::coordinator {

class Uploads {
 public:
  // `most_bytes`: of all vectors that are in the spool or on their way there.
  Uploads(const Spool& spool, uint64_t most_bytes, const Connections& connections,
          const Membership& membership)
      : spool_(spool), connections_(connections), membership_(membership), room_(most_bytes) {}

  // Counts what an earlier process left in the spool: it takes room there.
  void CountFound();

  // Readable when Pump has something to do.
  int wake_fd() const { return writer_.wake_fd(); }
  int check_fd() const { return checker_.wake_fd(); }
  std::optional<Instant> NextWake() const;

  void Execute(const UploadOrder& order, Now now);
  // The name of the site's fault, or empty: it was asked for.
  std::string_view OnChunk(const SiteId& site, const v1::UploadChunk& chunk,
                           const SharedBytes& bytes, Now now);
  void OnGone(const SiteId& site, const v1::UploadGone& gone);
  // What came of uploads, to be told to the machine; asks for more, and tells how far they are.
  std::vector<UploadDone> Pump(Now now, Effects& out);

 private:
  struct Upload {
    ExpectUpload order;
    SpoolFileHandle file;                         // null: the disk had no room yet
    std::optional<bulk::RangeReceiver> receiver;  // with the file
    std::optional<transport::PeerHandle> peer;    // that was asked last
    bool checking = false;                        // all of it is here
    Instant retry{};                              // for the file
  };
  using Key = std::pair<SiteId, crypto::Digest>;

  void Expect(const ExpectUpload& order, Now now);
  void Open(Upload& upload, Now now);
  Result<BlobFile> FileOf(const ExpectUpload& order, bool& from_before) const;
  void Ask(Upload& upload, Now now, Effects& out);
  void Check(Upload& upload);
  void TakeWritten(Now now);
  void Judge(uint64_t number, const BlobHandle& blob, const Result<crypto::Digest>& digest,
             Now now);
  void OpenLater(Upload& upload, const Error& error, Now now);
  void Finish(uint64_t number, std::variant<BlobHandle, std::string> result);

  const Spool& spool_;
  const Connections& connections_;
  const Membership& membership_;
  SpoolRoom room_;
  std::map<uint64_t, Upload> uploads_;  // by numbers of our own
  std::map<Key, uint64_t> by_name_;
  uint64_t last_ = 0;
  bool asked_for_more_ = false;  // since the last Pump
  std::vector<UploadDone> done_;
  TransferProgress progress_;
  SpoolWriter writer_;
  BlobChecker checker_;  // of what was begun before
};

}  // namespace hansa::coordinator

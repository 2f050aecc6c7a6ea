#pragma once
// Fetches the vectors that the machine expects: asks their sites for ranges (common/bulk), writes
// what comes to the spool, and compares the digest when all of it is there. A transfer goes on from
// its file's length after a lost connection and after a restart of this process. The loop's; not
// thread-safe.

#include <map>
#include <optional>

#include "common/bulk/range_receiver.h"
#include "coordinator/app/blob_checker.h"
#include "coordinator/app/connections.h"
#include "coordinator/app/spool.h"
#include "coordinator/core/coordinator_machine.h"
#include "coordinator/core/transfer_progress.h"

namespace hansa::coordinator {

class Uploads {
 public:
  Uploads(const Spool& spool, const Connections& connections, const CoordinatorMachine& machine)
      : spool_(spool), connections_(connections), machine_(machine) {}

  int wake_fd() const { return checker_.wake_fd(); }
  std::optional<Instant> NextWake() const;

  void Execute(const UploadOrder& order, Now now);
  // The name of the site's fault, or empty: it was asked for.
  std::string_view OnChunk(const SiteId& site, const v1::UploadChunk& chunk, ByteSpan bytes,
                           Now now);
  void OnGone(const SiteId& site, const v1::UploadGone& gone);
  // What came of uploads, to be told to the machine; asks for more, and tells how far they are.
  std::vector<UploadDone> Pump(Now now, Effects& out);

 private:
  struct Upload {
    ExpectUpload order;
    std::optional<BlobFile> file;                 // none: the disk had no room yet
    std::optional<bulk::RangeReceiver> receiver;  // with the file
    std::optional<transport::PeerHandle> peer;    // that was asked last
    bool from_before = false;                     // some of it is of another process
    bool checking = false;
    Instant retry{};  // for the file
  };
  using Key = std::pair<SiteId, crypto::Digest>;

  void Open(Upload& upload, Now now);
  void Ask(Upload& upload, Now now, Effects& out);
  void Check(Upload& upload);
  void TakeChecked(Now now);
  void Finish(uint64_t number, std::variant<BlobHandle, std::string> result);

  const Spool& spool_;
  const Connections& connections_;
  const CoordinatorMachine& machine_;
  std::map<uint64_t, Upload> uploads_;  // by numbers of our own
  std::map<Key, uint64_t> by_name_;
  uint64_t last_ = 0;
  bool asked_for_more_ = false;  // since the last Pump
  std::vector<UploadDone> done_;
  TransferProgress progress_;
  BlobChecker checker_;
};

}  // namespace hansa::coordinator

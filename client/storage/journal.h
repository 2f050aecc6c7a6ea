#pragma once
// The site's memory over restarts: what it has answered, the sessions it has seen, the authority it
// pinned, and what left the machine. Each call that writes has synced to disk when it returns (or
// when its turn is committed), so that a marker is durable before its answer leaves. One thread at
// a time; a second process may read meanwhile (hansa-client log).

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/storage/outbound.h"
#include "client/storage/said.h"
#include "common/base/bytes.h"
#include "common/base/result.h"
#include "common/base/time.h"
#include "common/sqlite/database.h"
#include "hansa/v1/records.pb.h"

namespace hansa::client {

class Journal {
 public:
  // Makes the file (0600) when it is missing. kBadInput when it is damaged or from a newer program.
  // `vfs`: as in sqlite::Database::Open.
  static Result<std::unique_ptr<Journal>> Open(const std::string& path, const char* vfs = nullptr);

  // Makes all writes until its Commit one: synced once, all or none. Destroyed before: none.
  Result<sqlite::Transaction> BeginTurn() { return sqlite::Transaction::Begin(database_); }

  // Whether this (task, base model, data) was answered before. Digests are 32 bytes.
  Result<bool> Answered(ByteSpan task_digest, ByteSpan base_model_sha256, ByteSpan data_digest);
  // Call before the answer leaves. False: it was marked before, so it must not leave again.
  Result<bool> MarkAnswered(const v1::AnsweredMarker& marker);
  // How many answers were marked in [since, until] (rounds_per_day). A clock that was ahead for a
  // while does not count against later days.
  Result<uint64_t> AnsweredBetween(UnixMillis since, UnixMillis until);

  // A folder put back from an older copy has forgotten what was answered since. The file knows the
  // place it was made at (inode, time of birth), and so that it is a copy: then the first base
  // version asked about for a job, and all before it, may have been answered. Not seen: a disk or a
  // machine set back as a whole.
  Result<bool> MayHaveAnswered(ByteSpan job_digest, uint64_t base_version);
  // Whether Open found that out now.
  bool found_copied() const { return found_copied_; }

  // The highest session number taken part in, by the coordinator's 32-byte signing key; 0: none.
  Result<uint64_t> HighestSession(ByteSpan coordinator_key);
  // False when `number` is not above the highest: a replayed session, not to be entered.
  Result<bool> EnterSession(ByteSpan coordinator_key, uint64_t number);

  // The authority's Ed25519 key, pinned once (from the invitation).
  Result<std::optional<Bytes>> PinnedAuthority();
  // kVerification when another one is pinned.
  Result<> PinAuthority(ByteSpan key);

  // Before it leaves. What is there of a session already stays as it is.
  Result<> NoteSaid(const SaidInSession& said);
  // Without payloads when this site said nothing in the session.
  Result<SaidInSession> Said(ByteSpan params_hash);

  // The newest directory of the authority that this site saw (rule 12).
  struct Directory {
    uint64_t epoch = 0;  // 0: none was seen
    Bytes digest;        // 32 bytes, when one was
  };
  Result<Directory> NewestDirectory();
  // Call before anything is answered on its strength. kRefused when a newer one, or another of this
  // epoch, was seen before.
  Result<> SeeDirectory(uint64_t epoch, ByteSpan digest);

  // Append-only. `entry.number` is ignored.
  Result<> AppendOutbound(const OutboundEntry& entry);
  // The newest `most` entries (at most kListing), oldest of them first.
  Result<std::vector<OutboundEntry>> Outbound(size_t most);
  static constexpr size_t kListing = 10000;

 private:
  explicit Journal(sqlite::Database database) : database_(std::move(database)) {}
  Result<> FindPlace(const std::string& path);
  sqlite::Database database_;
  bool found_copied_ = false;
};

}  // namespace hansa::client

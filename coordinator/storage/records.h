#pragma once
// What the coordinator keeps over a restart, one struct a kind. A turn of its loop writes all of
// its records in one transaction (store.h). Keys and signed bytes are kept as received.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "common/base/bytes.h"
#include "common/base/time.h"
#include "hansa/v1/records.pb.h"
#include "hansa/v1/round.pb.h"

namespace hansa::coordinator {

// The operator registered an invitation. Registered again with the same bytes: no change. Its CURVE
// key is no other invitation's.
struct InvitationRegistered {
  std::string site_id;  // 16 hex digits; the site will have the same id
  std::string name;     // as the operator calls the site
  Bytes certificate;    // v1.Signed(InvitationCertificate), serialised
  Bytes curve_key;      // 32 bytes: may Join and nothing else
  UnixMillis expires_unix_ms = 0;
};

// A site joined: uses up its invitation. Joined again with the same bytes (its reply was lost): no
// change. With other bytes, without an invitation, revoked, or with another site's CURVE key:
// refused.
struct SiteEnrolled {
  std::string site_id;
  Bytes credential;    // v1.SiteCredential, serialised
  Bytes identity_key;  // Ed25519, 32 bytes
  Bytes curve_key;     // CURVE, 32 bytes
  UnixMillis enrolled_unix_ms = 0;
};

// For good: the first one stays. Holds for an invitation not used yet, too.
struct SiteRevoked {
  std::string site_id;
  Bytes revocation;  // v1.Signed(Revocation), serialised
  UnixMillis revoked_unix_ms = 0;
};

// The authority's newest directory. Epochs rise: one that is not above the stored one is refused,
// but for the same bytes, which are no change. Every site in it was invited.
struct DirectoryPublished {
  uint64_t epoch = 0;              // at most 2^63 - 1
  Bytes directory;                 // v1.Signed(Directory), serialised
  std::vector<std::string> sites;  // ids, ascending
  bool operator==(const DirectoryPublished&) const = default;
};

// Of a site that is enrolled.
struct SiteSeen {
  std::string site_id;
  std::string software;
  UnixMillis seen_unix_ms = 0;
};

// A session number is durable before it is used, and every later one is larger. At most 2^63 - 1,
// as every number here.
struct SessionNumberTaken {
  uint64_t number = 0;
};

// A line of a known job's events.jsonl, kept until the job is over and the file is known to have
// it. Numbers ascend, and may leave gaps; a line that is kept may come again, and is no change.
struct EventLine {
  std::string job_id;
  uint64_t number = 0;
  std::string json;  // without its line end
  bool operator==(const EventLine&) const = default;
};
// The file has them all: they are forgotten.
struct EventsFiled {
  std::string job_id;
};

// A figure of the fleet's speed: replaces the one of the same kind, model and site.
struct Measurement {
  uint32_t kind = 0;    // coordinator/core/scheduling/measured.h
  std::string name;     // of a model; may be empty
  std::string site_id;  // may be empty
  uint64_t value = 0;   // at most 2^63 - 1
  bool operator==(const Measurement&) const = default;
};

// The rules of the others:
// v1::JobRecord      replaces the job's record, never its job file. One that is not "running" also
//                    ends the job's round and session.
// v1::VersionRecord  immutable: the same bytes again are no change, other bytes for the same name
//                    and version are refused.
// v1::RoundRecord    replaces the job's round; refused for a job that is not running. Forgets the
//                    steps of every session of the job but the one it names.
// v1::SessionStepRecord  appends to the session, of a job that is running; each kind of step once.
using Record =
    std::variant<InvitationRegistered, SiteEnrolled, SiteRevoked, DirectoryPublished, SiteSeen,
                 SessionNumberTaken, v1::JobRecord, v1::VersionRecord, v1::RoundRecord,
                 v1::SessionStepRecord, EventLine, EventsFiled, Measurement>;

// What is read back.
struct StoredSite {
  std::string site_id;
  std::string name;
  Bytes certificate;           // of the invitation
  Bytes invitation_curve_key;  // 32 bytes
  UnixMillis expires_unix_ms = 0;

  bool enrolled = false;  // the invitation is used up; the fields below are set
  Bytes credential;
  Bytes identity_key;
  Bytes curve_key;
  UnixMillis enrolled_unix_ms = 0;
  UnixMillis seen_unix_ms = 0;  // 0: never
  std::string software;

  bool revoked = false;
  Bytes revocation;
  UnixMillis revoked_unix_ms = 0;
};

}  // namespace hansa::coordinator

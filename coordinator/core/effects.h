#pragma once
// What a step of a machine asks of its shell, which executes it top to bottom.

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "common/bulk/range.h"
#include "coordinator/core/events.h"
#include "coordinator/core/membership.h"
#include "coordinator/core/model_version.h"
#include "coordinator/core/scheduling/measured.h"
#include "coordinator/core/verdict.h"
#include "coordinator/core/work.h"
#include "hansa/v1/culprit.pb.h"
#include "hansa/v1/records.pb.h"
#include "hansa/v1/round.pb.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::coordinator {

// A session number is durable before the parameters that carry it leave the process.
struct UsedSessionNumber {
  uint64_t number = 0;
};
using Persist = std::variant<UsedSessionNumber, v1::JobRecord, v1::VersionRecord, v1::RoundRecord,
                             v1::SessionStepRecord, Measured>;

struct Send {
  SiteId site;
  v1::ToSite message;
  Payload payload;  // second frame, or null
};

// Bytes of a model for a site that asked for them, as Blobs: sent in turn with everybody else's,
// when its connection has room.
struct Serve {
  SiteId site;
  crypto::Digest sha256{};
  BlobHandle blob;
  bulk::Range range;
  bool whole = false;  // all of it in one message, as an earlier version asks
};

// Misbehaviour of a peer: counted by name, never fatal.
struct PeerFault {
  SiteId site;
  std::string name;
};

// Evidence against a site, for a file of the run's folder: the coordinator's certificate is put in
// where it is written.
struct CulpritFile {
  std::string job_id;
  std::string name;  // "culprits/7-0123456789abcdef.culprit"
  std::shared_ptr<const v1::CulpritEvidence> evidence;
};

struct JobEvent {
  std::string job_id;
  Event event;
};

// The answer to a dry run (JobCheck).
struct CheckReport {
  uint64_t check_id = 0;
  std::vector<Verdict> verdicts;
};

// ---- Vectors that sites announced and the coordinator fetches
// Fetch these bytes from the site and tell what comes of it (UploadDone). Said again when the site
// announces it again; a transfer goes on from what is there, over connections and processes.
struct ExpectUpload {
  std::string job_id;
  uint64_t ticket = 0;  // names the upload in its result; unique in the job
  SiteId site;
  std::string session;  // P
  crypto::Digest sha256{};
  uint64_t bytes = 0;
  uint64_t round = 0;  // for people
};
// Its site is out: no result is awaited.
struct ForgetUpload {
  std::string job_id;
  uint64_t ticket = 0;
};
// The vectors of this session are not needed any more, whether they came or not.
struct CloseUploads {
  std::string session;
};
// Nor is a sum that was stored.
struct ForgetVector {
  crypto::Digest sha256{};
};
using UploadOrder = std::variant<ExpectUpload, ForgetUpload, CloseUploads, ForgetVector>;

struct Effects {
  std::vector<CulpritFile> culprits;  // durable before the records that name them
  std::vector<Persist> persist;       // durable before anything below leaves the process
  std::vector<Send> sends;            // in order
  std::vector<Serve> serves;
  std::vector<UploadOrder> uploads;  // in order
  std::vector<Work> work;            // heavy; results come back as inputs
  std::vector<JobEvent> events;      // in order
  std::vector<CheckReport> checks;
  std::vector<PeerFault> faults;

  void Append(Effects&& more);
};

}  // namespace hansa::coordinator

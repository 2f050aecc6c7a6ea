#pragma once
// Heavy work that a machine asks for and its shell does beside the loop. A piece of work owns or
// shares all it needs; its result comes back to the machine as an input.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "common/base/result.h"
#include "common/base/time.h"
#include "common/job/job_spec.h"
#include "common/secagg/unmask.h"
#include "common/transcript/session_evidence.h"
#include "coordinator/core/model_version.h"
#include "coordinator/core/session_sum.h"
#include "hansa/v1/records.pb.h"

namespace hansa::coordinator {

// Make, sign and store the next version of a model.
struct PublishWork {
  enum class Kind {
    kInitial,    // seeded weights; no parent
    kTrained,    // parent + server optimiser applied to the sum
    kVoid,       // the parent's weights, after a round whose updates are spent
    kThreshold,  // the parent's weights, with a threshold that was measured for them
  };
  Kind kind = Kind::kInitial;
  std::string job_id;
  std::shared_ptr<const JobSpec> job;
  uint64_t seed = 0;  // kInitial
  ModelHandle parent;
  SumHandle sum;                             // kTrained
  std::vector<RecordedSession> abandoned;    // kVoid: of sums of which no model comes
  std::optional<double> anomaly_threshold;   // kThreshold
  std::optional<crypto::Digest> transcript;  // of the job's newest session; none: it left none
  uint64_t version = 0;
  uint64_t round = 0;
  UnixMillis created_unix_ms = 0;
};
struct Published {
  ModelHandle model;
  v1::VersionRecord record;
};

// The running sum of a session whose vectors are too large for messages: lent to one piece of work
// at a time. Empty until the first vector is added.
struct RunningSum {
  uint32_t ring_bits = 64;
  uint64_t elements = 0;
  secagg::RingVector vector;
};
// Adds a vector: RunAdd.
struct AddWork {
  std::shared_ptr<RunningSum> sum;
  BlobHandle vector;
};
struct Added {};
// Writes the sum where it outlives the process, synced, and empties it.
struct StoreWork {
  std::shared_ptr<RunningSum> sum;
};
struct Stored {
  secagg::WrittenVector sum;
};

// Writes a masked input that came in a message to the spool, as if it had been fetched: it is to be
// archived with its session's transcript.
struct KeepWork {
  std::string session;  // P
  std::string site_id;
  crypto::Digest sha256{};
  Bytes vector;
};
struct Kept {};

// Writes the transcript of a session that was summed: synced, and in the place of what an earlier
// process wrote of this session.
struct RecordWork {
  std::shared_ptr<const transcript::SessionEvidence> evidence;
  secagg::WrittenVector sum;
  std::optional<crypto::Digest> previous;  // the job's transcript before
  bool measured = false;                   // no model comes of the sum: it is sealed at once
  bool archives = false;                   // with the masked inputs of U2, from the spool
};

// Through a window. The error of reading the vector; the sum is of no use then.
Result<Added> RunAdd(const AddWork& work);

// Moved, never copied: an unmasking holds secrets. What an unmasking yields is written where it
// outlives the process when it is too large for a record.
struct Work {
  std::string job_id;
  uint64_t ticket = 0;  // names the work in its result; unique in the job
  std::variant<PublishWork, secagg::UnmaskWork, AddWork, StoreWork, KeepWork, RecordWork> what;
};

struct WorkDone {
  std::string job_id;
  uint64_t ticket = 0;
  std::variant<Published, secagg::UnmaskResult, Added, Stored, Kept, RecordedSession, Error> result;
};

}  // namespace hansa::coordinator

#pragma once
// What a site's machine wants done. The shell executes an Effects top to bottom: `persist` is
// durable before anything of `send` leaves the process; when it cannot be made durable, nothing is
// sent and the process ends.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "client/core/events.h"
#include "client/core/inputs.h"
#include "client/core/secagg/client_session.h"
#include "client/core/update_encoding.h"
#include "common/base/bytes.h"
#include "common/crypto/ed25519.h"
#include "common/job/job_spec.h"
#include "common/secagg/mask.h"
#include "hansa/v1/records.pb.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::client {

// ---- Persist
// Rule 9: this answer is given once.
struct MarkAnswered {
  v1::AnsweredMarker marker;
};
// Rule 7: sessions of this coordinator with a number up to `number` are over.
struct EnterSession {
  crypto::Ed25519Public coordinator_key{};
  uint64_t number = 0;
};
// An entry of the site owner's account of what left the machine.
struct NoteLeaving {
  std::string kind;  // "masked_input", "plain_input", "job_answer", "task_failed"
  std::string job;   // name
  std::vector<std::string> columns;
  uint64_t rows = 0;
  uint64_t bytes = 0;
  uint64_t session_number = 0;
  std::string answer;  // for people
};
// What the site signed in a session, to be held against the session's transcript.
struct NoteSaid {
  crypto::Digest params_hash{};  // P
  uint64_t session_number = 0;
  int step = 0;         // transcript::OwnStep
  std::string payload;  // as it was signed
};
// The update that EncodeTrained kept is spent: nobody finds it any more.
struct DropAnswer {
  crypto::Digest job_digest{};
  // Overwritten, too. Otherwise it is on its way out as it is: who holds it can read it to the end.
  bool wiped = true;
};
// Rule 12: older directories than this one are over.
struct NoteDirectory {
  SeenDirectory directory;
};
using Persist =
    std::variant<MarkAnswered, EnterSession, NoteLeaving, NoteSaid, DropAnswer, NoteDirectory>;

// ---- Send
struct Send {
  v1::ToCoordinator message;
  Bytes payload;
};

// ---- Work: heavy or with the outside world; its result comes back as an input
using JobHandle = std::shared_ptr<const JobSpec>;
// ParseJob on an offer.
Result<JobHandle> ReadJob(const std::string& toml);

struct AskColumns {
  WorkNumber work = 0;
  JobHandle job;
};
// From the files that the site has kept, or from the coordinator, in the ranges that the connection
// takes. The same number again: the connection is a new one, and what is missing is asked for on
// it.
struct FetchModel {
  WorkNumber work = 0;
  crypto::Digest sha256{};
  uint64_t bytes = 0;
};
// The same of the TorchScript file that the job names. One transfer at a time.
struct FetchScript {
  WorkNumber work = 0;
  crypto::Digest sha256{};
  uint64_t bytes = 0;
};
// The same of what the session under way says in more bytes than a frame has. It is not kept.
struct FetchMessage {
  WorkNumber work = 0;
  std::string session;  // P
  crypto::Digest sha256{};
  uint64_t bytes = 0;
};
// The file is not needed any more; what has arrived of it is kept. No answer.
struct StopFetching {};
// The trainer will be needed soon. No answer.
struct WarmTrainer {};
struct AskData {
  WorkNumber work = 0;
  JobHandle job;
};
struct AskFacts {
  WorkNumber work = 0;
  crypto::Digest job_digest{};
  uint64_t base_version = 0;
  bool train = false;
  crypto::Digest task_digest{};
  crypto::Digest base_model_sha256{};
  crypto::Digest data_digest{};
  crypto::Ed25519Public coordinator_key{};
};
struct TrainModel {
  WorkNumber work = 0;
  JobHandle job;
  Weights base;
  uint64_t shuffle_seed = 0;
  Duration limit{};             // the answer is of no use later
  BlobHandle script = nullptr;  // the TorchScript file of its network, when it is one
};
// Writes the vector and keeps it with `facts`, which name all but the vector, until it has left or
// is void. Not synced: after a power cut the site trains again. One a job; the newest replaces.
struct EncodeTrained {
  WorkNumber work = 0;
  UpdateToEncode update;
  v1::StoredAnswer facts;
};
struct EvaluateModel {
  WorkNumber work = 0;
  JobHandle job;
  Weights model;
  Duration limit{};
  BlobHandle script = nullptr;  // as above
};
// The job's statistics, over this site's rows.
struct CountRows {
  WorkNumber work = 0;
  JobHandle job;
};
// Expands masks: from milliseconds to minutes.
struct MaskInput {
  WorkNumber work = 0;
  secagg::MaskWork mask;
};
using Work =
    std::variant<AskColumns, FetchModel, FetchScript, FetchMessage, StopFetching, WarmTrainer,
                 AskData, AskFacts, TrainModel, EncodeTrained, EvaluateModel, CountRows, MaskInput>;

// ---- Uploads: of a vector that is too large for one message, the coordinator asks for ranges
// Send these bytes, which lie within the vector, in chunks as the connection takes them.
struct SendRange {
  secagg::WrittenVector vector;
  uint64_t offset = 0;
  uint64_t bytes = 0;
};
// What is not sent yet of this vector is not asked for any more.
struct StopUpload {
  crypto::Digest sha256{};
};
using UploadOrder = std::variant<SendRange, StopUpload>;

// ---- Connection
enum class LinkOrder {
  kReconnect,  // close, and connect again with the transport's back-off
  kClose,      // close and stay away until kOpen
  kOpen,
};

struct Effects {
  std::vector<Persist> persist;  // durable before anything below leaves the process
  std::vector<Send> send;        // in this order
  std::vector<Work> work;
  std::vector<UploadOrder> uploads;  // in this order
  std::vector<Event> events;
  std::optional<LinkOrder> link;  // after everything else
};

}  // namespace hansa::client

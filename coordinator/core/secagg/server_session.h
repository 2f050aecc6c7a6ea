#pragma once
// One secure-aggregation session as the coordinator runs it (docs/protocol/secure-aggregation.md):
// messages and time in, effects out. Five windows in a row, each a file: advertise, share, masked
// input, alive, unmask. A window closes when everyone asked has answered or its time is up; too few
// answers end the session by name. Masked inputs are added to one running sum as they come; large
// ones are fetched, and kept until U2 is durable. What a window says to sites is handed out as a
// step to be made durable first; a new process goes on from the steps and asks again, in the same
// words. Not thread-safe.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/base/limits.h"
#include "common/base/random_source.h"
#include "common/base/time.h"
#include "common/crypto/ed25519.h"
#include "common/identity/directory.h"
#include "common/secagg/params.h"
#include "common/secagg/unmask.h"
#include "coordinator/core/work.h"
#include "hansa/v1/culprit.pb.h"
#include "hansa/v1/round.pb.h"
#include "hansa/v1/secagg.pb.h"

namespace hansa::coordinator {

enum class ServerStep { kAdvertise, kShares, kMaskedInput, kAlive, kUnmask };
std::string_view Name(ServerStep step);  // "advertise", "shares", "masked_input", ...

// A site that is ready, with the credential that the coordinator checked when it connected.
struct Candidate {
  std::string site_id;
  crypto::Ed25519Public identity_key{};
  v1::SiteCredential credential;
};

struct PhaseWindows {
  Duration advertise = seconds(10);
  Duration shares = seconds(10);
  Duration masked_input = seconds(10);
  Duration alive = seconds(10);
  Duration unmask = seconds(10);
};

// A masked input that was announced, to be fetched; said again when it is announced again.
struct SecAggUpload {
  std::string site_id;
  crypto::Digest sha256{};
  uint64_t bytes = 0;
};

// Everything about the session but its nonce, which the session draws.
struct ServerOptions {
  secagg::SessionSetup setup;
  std::vector<Candidate> candidates;  // distinct ids, at most setup.largest_cohort
  PhaseWindows windows;
  uint64_t inline_bytes = limits::kInlineVectorBytes;  // larger vectors are fetched, and stored
  // The authority's directory at the time, for the roster. Outlives the session; null: none.
  const identity::DirectoryHandle* directory = nullptr;
};

struct SecAggSend {
  std::string site_id;
  std::shared_ptr<const v1::SecAggToSite> message;  // one for all that are told the same
};
// A site that is out of the session from this step on.
struct SecAggDrop {
  std::string site_id;
  ServerStep step;
  std::string reason;  // short and stable: "left", "aborted", "no_answer", or the name of a fault
};
// Misbehaviour, counted by the owner: "bad_signature", "wrong_length", "share_mismatch", ...
struct SecAggFault {
  std::string site_id;
  ServerStep step;
  std::string name;
};
// A site that broke the rules, as anyone can check: further sessions are to be without it.
struct SecAggConviction {
  std::string site_id;
  std::string fault;  // "false_share": it revealed one that it was not dealt; "false_dealing"
  std::shared_ptr<v1::CulpritEvidence> evidence;  // without the coordinator's certificate
};
// A message that had no effect: "repeated", "late", "old_session", "unknown_site".
struct SecAggDiscard {
  std::string site_id;
  std::string name;
};

struct SecAggSucceeded {
  secagg::WrittenVector sum;
  std::vector<std::string> included;  // U2, ascending ids
  secagg::SessionId id;               // P and the roster root
  crypto::Digest sharers_hash{};      // SHA-256(U1)
  crypto::Digest survivors_hash{};    // SHA-256(U2)
  crypto::Digest transcript{};        // secagg::TranscriptDigest
  std::optional<RecordedSession> recorded;
};
struct SecAggFailed {
  std::string reason;  // for people, with the numbers
  // U1 was sent: a site may have sent its masked input, so the updates must not be asked for again.
  bool updates_may_be_spent = false;
  std::vector<std::string> suspects;  // the sum was out of range: U2, whose fault it may be
};
using SecAggOutcome = std::variant<SecAggSucceeded, SecAggFailed>;

struct ServerOutput {
  std::vector<v1::SessionStepRecord> steps;  // durable before the sends; without job id and task
  std::vector<SecAggSend> sends;
  std::vector<SecAggDrop> dropped;
  std::vector<SecAggFault> faults;
  std::vector<SecAggConviction> convicted;
  std::vector<SecAggDiscard> discarded;
  std::vector<SecAggUpload> uploads;       // fetch them, then Arrived or UploadFailed
  std::vector<std::string> forgotten;      // sites whose uploads are of no use any more
  std::vector<AddWork> adds;               // run them, then AddDone for each
  std::vector<KeepWork> keeps;             // same
  std::optional<StoreWork> store;          // run it, then StoreDone
  std::optional<secagg::UnmaskWork> work;  // run it, then UnmaskDone
  std::optional<RecordWork> record;        // write the transcript, then RecordDone
  std::optional<ServerStep> opened;        // a window was opened for this step
  std::optional<SecAggOutcome> outcome;    // the session is over
};

class ServerPhase;
struct ServerContext;
struct ServerSite;

class ServerSession {
 public:
  // kBadInput when the setup fails secagg::CheckSetup or the candidates are too many or not
  // distinct. Draws the nonce; signs the parameters.
  static Result<std::unique_ptr<ServerSession>> Create(ServerOptions options,
                                                       const crypto::SigningKey& key,
                                                       RandomSource& random);
  // The session of an earlier process, from the steps it made durable. Nobody is there yet: each
  // candidate is waited for until `back_by`. kBadInput when the steps are not those of one session
  // over these candidates.
  static Result<std::unique_ptr<ServerSession>> Restore(
      std::span<const v1::SessionStepRecord> steps, std::vector<Candidate> candidates,
      PhaseWindows windows, Instant back_by, uint64_t inline_bytes = limits::kInlineVectorBytes,
      StoredVectors stored = {}, const identity::DirectoryHandle* directory = nullptr);
  ~ServerSession();

  // Before Start: a session that is summed writes its transcript before it ends.
  // With `archives` the masked inputs that come in messages are handed out to be kept, too.
  void KeepTranscript(bool archives = false);
  // Before Start: the sites are still at work. Keys and shares are exchanged, the first within
  // `advertise`; then U1 waits for Bind.
  void Prepare(Duration advertise);
  // Whether a prepared session does for these sites: each is in it, and of those that are not ready
  // so few are that it can lose as many again.
  bool CanBind(std::span<const std::string> ready) const;
  // Only they are in it from here on, and nothing waits any more. Of a session that was bound
  // before whoever else is in it leaves, as long as U1 is not fixed.
  ServerOutput Bind(std::span<const std::string> ready, Instant now);
  // Opens the first window; of a restored session the last one, which then asks again.
  ServerOutput Start(Instant now);
  ServerOutput Handle(std::string_view site_id, const v1::SecAggToCoordinator& message,
                      Bytes payload, Instant now);
  // For good.
  ServerOutput SiteLeft(std::string_view site_id, Instant now);
  // Its connection is lost. It is waited for while anyone present is, and until `back_by`.
  ServerOutput SiteAway(std::string_view site_id, Instant back_by, Instant now);
  // On a new connection: it is asked again what it has not answered.
  ServerOutput SiteBack(std::string_view site_id, Instant now);
  ServerOutput Tick(Instant now);
  // The digest of `vector` is the one announced.
  ServerOutput Arrived(const std::string& site_id, BlobHandle vector, Instant now);
  // By the site's fault, of this name.
  ServerOutput UploadFailed(const std::string& site_id, const std::string& fault, Instant now);
  ServerOutput AddDone(Instant now);
  ServerOutput StoreDone(secagg::WrittenVector sum, Instant now);
  ServerOutput UnmaskDone(secagg::UnmaskResult result, Instant now);
  ServerOutput RecordDone(RecordedSession recorded, Instant now);
  // Gives up, with the owner's reason.
  ServerOutput Cancel(std::string reason, Instant now);

  std::optional<Instant> NextWake() const;  // empty while unmasking and when over
  bool over() const;
  const crypto::Digest& params_hash() const;
  uint64_t session_number() const;

 private:
  explicit ServerSession(std::unique_ptr<ServerContext> context);
  void Route(ServerSite& site, const v1::SecAggToCoordinator& message, Bytes payload);
  void Blame(const std::string& site_id, std::string_view fault);
  void Remove(const std::string& site_id, std::string_view reason);
  void Enter(std::unique_ptr<ServerPhase> phase, Instant now);
  bool SomeonePresentIsAsked() const;
  void DropAbsent(Instant now);
  ServerOutput Advance(Instant now);
  void End(SecAggOutcome outcome);

  std::unique_ptr<ServerContext> context_;
  std::unique_ptr<ServerPhase> phase_;     // null: not started, or over
  std::unique_ptr<ServerPhase> restored_;  // until it is started
  std::optional<Instant> deadline_;        // of the phase
  bool over_ = false;
};

}  // namespace hansa::coordinator

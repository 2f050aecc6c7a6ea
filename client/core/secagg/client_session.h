#pragma once
// One secure-aggregation session as a site lives it (docs/protocol/secure-aggregation.md, "The
// site's rules"): messages in, replies and work out. No input or output, no clock: the owner gives
// up on a session by destroying it. Secrets live in memory only and are wiped when they are no
// longer needed, at the end, and on abort. Not thread-safe.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/core/secagg/credential_cache.h"
#include "common/base/limits.h"
#include "common/base/random_source.h"
#include "common/crypto/ed25519.h"
#include "common/secagg/mask.h"
#include "common/secagg/params.h"
#include "hansa/v1/secagg.pb.h"

namespace hansa::client {

// One of the authority's directories, as a site remembers it.
struct SeenDirectory {
  uint64_t epoch = 0;       // 0: none
  crypto::Digest digest{};  // identity::VerifiedDirectory::digest
  bool operator==(const SeenDirectory&) const = default;
};
// What a roster's directory must be (rule 12).
struct DirectoryRule {
  bool required = false;  // even before one was seen
  SeenDirectory newest;   // of all that this site ever saw
};

// What the site itself holds, none of it the coordinator's word. References outlive the session.
struct SiteSide {
  // What the session must be about.
  secagg::Purpose purpose = secagg::Purpose::kTrain;
  crypto::Digest job_digest{};
  uint64_t round = 0;
  uint64_t base_version = 0;
  crypto::Digest model_sha256{};  // of the model bytes that the site held when it worked
  std::vector<secagg::Segment> segments;
  uint32_t ring_bits = 64;

  // The owner's policy.
  uint32_t smallest_cohort = 3;  // n_min
  uint32_t colluders = 0;        // K
  uint32_t largest_weight = 1;
  secagg::Profile lowest_profile = secagg::Profile::kComplete;

  // Who is who.
  std::string site_id;
  const crypto::SigningKey* identity = nullptr;
  v1::SiteCredential credential;
  CredentialCache* credentials = nullptr;   // checks the others' against the pinned authority
  crypto::Ed25519Public coordinator_key{};  // signs session parameters
  uint64_t highest_session = 0;             // the session's number must be above
  DirectoryRule directory;
  RandomSource* random = nullptr;
  // Vectors of more bytes are not sent but fetched by the coordinator.
  uint64_t inline_bytes = limits::kInlineVectorBytes;
};

enum class ClientStep { kAdvertise, kShares, kMaskedInput, kAlive, kUnmask };
std::string_view Name(ClientStep step);  // "advertise", "shares", "masked_input", ...

// What the owner does, top to bottom.
struct ClientOutput {
  // The masked input is about to leave: record durably that the task is answered, then send.
  bool spent = false;
  // The roster's directory, newer than any before: record it durably, then send.
  std::optional<SeenDirectory> directory;
  std::optional<ClientStep> reached;  // the step whose message `reply` is, the first time it leaves
  std::optional<v1::SecAggToCoordinator> reply;
  Bytes payload;                                // with a masked input that goes in one message
  std::optional<secagg::WrittenVector> upload;  // a masked input that the coordinator fetches
  std::optional<secagg::MaskWork> work;         // run it, then MaskDone
  std::optional<std::string> abort_reason;      // for the site's own log only
  bool ended = false;                           // the session is over; destroy it
  bool succeeded = false;                       // ended, and the coordinator has the sum
  uint32_t included = 0;                        // |U2|, when succeeded
};

// For a session that this site is not in (any more).
v1::SecAggToCoordinator AbortOf(const v1::SecAggToSite& message);

class ClientPhase;
struct ClientTransition;

class ClientSession {
 public:
  // `params` as received; `input` is encoded with the segments and ring of `side`: little-endian
  // elements; null: the site is still at work, and gives it by UseInput. Until then nothing is
  // asked for that needs it: the delivery of shares ends a session that has no input. A session
  // that is refused is returned ended, with the reason.
  static std::pair<std::unique_ptr<ClientSession>, ClientOutput> Open(const v1::Signed& params,
                                                                      SiteSide side,
                                                                      BlobHandle input);
  ~ClientSession();

  void UseInput(BlobHandle input);
  // A message of another session is ignored. One that was answered before gets the same bytes
  // again; another one of a kind seen before, or one out of order, ends the session.
  ClientOutput Handle(const v1::SecAggToSite& message);
  // The result of RunMask on the work handed out. Small ones are in memory.
  ClientOutput MaskDone(secagg::WrittenVector masked);
  // The owner's wish (shutdown, revocation).
  ClientOutput Abort(std::string reason);

  bool ended() const;
  uint64_t session_number() const { return session_number_; }  // 0: refused
  const crypto::Digest& params_hash() const { return params_hash_; }

 private:
  struct Answered {
    crypto::Digest request{};
    std::optional<v1::SecAggToCoordinator> reply;
    std::optional<secagg::WrittenVector> vector;
  };

  ClientSession(const crypto::Digest& params_hash, uint64_t inline_bytes);
  ClientOutput Take(int kind, Result<ClientTransition> transition);
  ClientOutput Resend(int kind, const crypto::Digest& request);
  ClientOutput Say(const Answered& answered) const;
  ClientOutput Refuse(std::string reason);
  ClientOutput Finish(const v1::SessionEnd& end);

  uint64_t session_number_ = 0;
  uint64_t vector_bytes_ = 0;
  crypto::Digest params_hash_;
  uint64_t inline_bytes_;
  std::unique_ptr<ClientPhase> phase_;  // null: ended
  std::map<int, Answered> answered_;    // by kind of message
  bool spent_ = false;
};

}  // namespace hansa::client

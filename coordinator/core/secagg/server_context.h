#pragma once
// What all windows of a session share: who is still in, what was accepted, and the output under
// construction.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/crypto/x25519.h"
#include "common/secagg/session_bytes.h"
#include "common/secagg/session_graph.h"
#include "coordinator/core/secagg/server_session.h"

namespace hansa::coordinator {

// A site of the roster; its index there is its number in all later steps.
struct RosterMember {
  std::string site_id;
  crypto::Ed25519Public identity_key{};
  crypto::X25519Public mask_key{};
  crypto::Digest self_mask_commitment{};
};

struct ServerRoster {
  secagg::SessionId id;  // P and R
  uint32_t threshold = 0;
  std::vector<RosterMember> members;  // ascending site ids
  std::vector<std::string> entries;   // as sent
  secagg::NeighbourGraph graph;       // over their indices
  // Whose statements are shown on a ring of sites that do not believe the coordinator; they see
  // their neighbours' commitments there as well (rules A and B).
  std::optional<secagg::RingQuorum> quorum;

  void SetGraph(const secagg::SessionSetup& setup, const secagg::GraphSize& size);

  uint32_t size() const { return static_cast<uint32_t>(members.size()); }
};

struct ServerSite {
  Candidate candidate;
  bool taking_part = true;                 // false: dropped
  bool gone = false;                       // for good
  std::optional<Instant> back_by;          // away, and waited for until then
  bool end_due = false;                    // it is to hear the end as soon as it can
  bool told_end = false;                   // SessionEnd was sent
  std::map<int, crypto::Digest> accepted;  // by kind of message, to tell a repetition from a change

  bool reachable() const { return !gone && !back_by.has_value(); }
};

struct ServerContext {
  secagg::SessionSetup setup;
  PhaseWindows windows;
  uint64_t inline_bytes = limits::kInlineVectorBytes;
  const identity::DirectoryHandle* directory = nullptr;
  v1::Signed params;
  crypto::Digest params_hash{};  // P
  std::map<std::string, ServerSite> sites;
  ServerRoster roster;   // from the shares window on
  StoredVectors stored;  // by the process before
  bool updates_may_be_spent = false;
  bool restored = false;  // by a new process
  // False while the sites are still at work on what is to be summed: U1 waits for who is ready.
  bool bound = true;
  Duration advertise_unbound{};  // the first window until then
  bool records = false;          // the session leaves a transcript
  bool archives = false;         // and its masked inputs
  // What it is made of; null: it is not to be, or cannot be.
  std::shared_ptr<const transcript::SessionEvidence> evidence;
  bool recording = true;  // false while a restored window says again what it said
  std::map<std::string, std::shared_ptr<const v1::SecAggToSite>> asked;  // in the window under way
  ServerOutput output;

  // Masked inputs are too large for messages.
  bool fetches() const { return setup.vector_bytes() > inline_bytes; }
  // U2 is stated, signed and shown around before anything is revealed.
  bool asks_alive() const { return setup.profile != secagg::Profile::kSemiHonest; }
  std::string params_hash_text() const { return ToString(params_hash); }
  ServerSite& Site(const std::string& site_id);
  bool IsTakingPart(const std::string& site_id) { return Site(site_id).taking_part; }
  bool IsTakingPart(uint32_t index) { return IsTakingPart(roster.members[index].site_id); }

  void Send(const std::string& site_id, std::shared_ptr<const v1::SecAggToSite> message);
  // Sends what the window asks of a site, and keeps it for when the site comes back.
  void Ask(const std::string& site_id, std::shared_ptr<const v1::SecAggToSite> message);
  // What this window says, to be durable before it is said.
  void Record(v1::SessionStepRecord step);
  // Out of the session from here on; told so if it may still hold an unspent input.
  void Drop(const std::string& site_id, ServerStep step, std::string_view reason);
  void Fault(const std::string& site_id, ServerStep step, std::string_view name);
  void Discard(const std::string& site_id, std::string_view name);
  // SessionEnd to a site that is out.
  void SayEnd(const std::string& site_id) { SendEnd(Site(site_id), false, 0); }
  // SessionEnd to everyone who can hear it and has not heard it yet.
  void EndForAll(bool succeeded, uint32_t included);

 private:
  void SendEnd(ServerSite& site, bool succeeded, uint32_t included);
};

}  // namespace hansa::coordinator

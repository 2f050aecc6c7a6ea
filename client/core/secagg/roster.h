#pragma once
// The roster as a site believes it: every entry certified by the pinned authority, all identities
// distinct, the site's own entry as it sent it (rules 8, 10, 12). Of a ring it keeps those that it
// deals with and those whose word counts, not all.

#include <map>
#include <string>

#include "client/core/secagg/client_phase.h"
#include "common/crypto/x25519.h"
#include "common/secagg/neighbour_graph.h"
#include "common/secagg/session_bytes.h"

namespace hansa::client {

struct RosterSite {
  std::string site_id;
  crypto::Ed25519Public identity_key{};
};
// Its advertisement was found to be of this session and signed by it.
struct Neighbour : RosterSite {
  crypto::X25519Public encryption_key{};
  crypto::X25519Public mask_key{};
};

struct CheckedRoster {
  secagg::SessionId id;  // P and R
  uint32_t self = 0;     // this site's index
  uint32_t threshold = 0;
  SeenDirectory directory;                   // that all are in; epoch 0: none was shown, nor due
  secagg::NeighbourGraph graph;              // over the indices of all
  std::map<uint32_t, Neighbour> neighbours;  // by index: of this site, all of them
  std::map<uint32_t, RosterSite> witnesses;  // whose statements on who is alive count

  bool IsNeighbour(uint32_t site) const { return graph.AreNeighbours(self, site); }
  uint32_t size() const { return graph.sites(); }
};

// An error blames the coordinator, which must not have sent such a roster.
Result<CheckedRoster> CheckRoster(const v1::Roster& roster, const SessionFacts& facts,
                                  const v1::Signed& own_advertisement);

}  // namespace hansa::client

#pragma once
// The roster as a site believes it: every entry certified by the pinned authority and signed by its
// owner, all keys distinct, the site's own entry as it sent it (rules 8, 10, 12).

#include <string>
#include <vector>

#include "client/core/secagg/client_phase.h"
#include "common/crypto/x25519.h"
#include "common/secagg/neighbour_graph.h"
#include "common/secagg/session_bytes.h"

namespace hansa::client {

struct RosterSite {
  std::string site_id;
  crypto::Ed25519Public identity_key{};
  crypto::X25519Public encryption_key{};
  crypto::X25519Public mask_key{};
};

struct CheckedRoster {
  secagg::SessionId id;  // P and R
  uint32_t self = 0;     // this site's index
  uint32_t threshold = 0;
  std::vector<RosterSite> sites;  // ascending site ids
  SeenDirectory directory;        // that all of them are in; epoch 0: none was shown, nor due
  secagg::NeighbourGraph graph;   // over their indices

  bool IsNeighbour(uint32_t site) const { return graph.AreNeighbours(self, site); }
  uint32_t size() const { return static_cast<uint32_t>(sites.size()); }
};

// An error blames the coordinator, which must not have sent such a roster.
Result<CheckedRoster> CheckRoster(const v1::Roster& roster, const SessionFacts& facts,
                                  const v1::Signed& own_advertisement);

}  // namespace hansa::client

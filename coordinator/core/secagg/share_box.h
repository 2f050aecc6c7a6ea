#pragma once
// What one site dealt: ciphertexts for its neighbours, and the hashes that its shares are held to
// later.

#include "coordinator/core/secagg/server_context.h"

namespace hansa::coordinator {

struct ShareBox {
  std::vector<uint32_t> holders;         // the owner's neighbours, ascending
  std::vector<std::string> ciphertexts;  // by holder
  std::vector<std::string> leaves;       // by holder; secagg::kLeafBytes each
  v1::Signed commitment;

  // Whether the share is what the owner committed to for `holder`; never so for others than
  // holders.
  bool Matches(const secagg::SessionId& id, secagg::ShareKind kind, uint32_t owner, uint32_t holder,
               ByteSpan share) const;
};

// As it is kept over a restart. Of damaged records the lists may differ in length.
v1::DealtShares DealtOf(uint32_t owner, const ShareBox& box);
ShareBox BoxOf(const v1::DealtShares& dealt, const secagg::NeighbourGraph& graph);

// A site's Shares message, checked; or the name of its fault.
struct OpenedShares {
  std::string_view fault;
  ShareBox box;
};
OpenedShares OpenShares(const ServerRoster& roster, uint32_t owner, const v1::Shares& message);

}  // namespace hansa::coordinator

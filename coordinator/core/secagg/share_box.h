#pragma once
// What one site dealt: ciphertexts for the others, and the hashes that its shares are held to
// later.

#include <optional>

#include "coordinator/core/secagg/server_context.h"

namespace hansa::coordinator {

struct ShareBox {
  std::vector<std::string> ciphertexts;  // by holder in ascending order, the owner left out
  std::vector<std::string> leaves;       // as ciphertexts; secagg::kLeafBytes each
  v1::Signed commitment;

  // Place of a holder in the lists.
  static size_t IndexOf(uint32_t owner, uint32_t holder) {
    return holder - (holder > owner ? 1 : 0);
  }
  // What the owner's commitment says of its share for `holder`.
  bool Matches(const secagg::SessionId& id, secagg::ShareKind kind, uint32_t owner, uint32_t holder,
               ByteSpan share) const;
};

// As it is kept over a restart.
v1::DealtShares DealtOf(uint32_t owner, const ShareBox& box);
ShareBox BoxOf(const v1::DealtShares& dealt);

// A site's Shares message, checked; or the name of its fault.
struct OpenedShares {
  std::string_view fault;
  ShareBox box;
};
OpenedShares OpenShares(const ServerRoster& roster, uint32_t owner, const v1::Shares& message);

}  // namespace hansa::coordinator

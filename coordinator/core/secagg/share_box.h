#pragma once
// What one site dealt: ciphertexts for its neighbours, and the hashes that its shares are held to
// later.

#include <optional>

#include "common/crypto/merkle.h"
#include "coordinator/core/secagg/server_context.h"

namespace hansa::coordinator {

struct ShareBox {
  std::vector<uint32_t> holders;  // the owner's neighbours, ascending
  Bytes ciphertexts;              // by holder, secagg::kCiphertextBytes each
  Bytes leaves;                   // by holder, secagg::kLeafBytes each
  v1::Signed commitment;
  std::optional<crypto::MerkleTree> tree;  // over the leaves; until their paths were handed out

  ByteSpan Ciphertext(size_t place) const;
  ByteSpan Leaf(size_t place) const;
  // Of every holder's leaf; made when it is not there.
  const crypto::MerkleTree& Tree();
};

// As it is kept over a restart; empty when the record is damaged.
v1::DealtShares DealtOf(uint32_t owner, const ShareBox& box);
std::optional<ShareBox> BoxOf(const v1::DealtShares& dealt, const secagg::NeighbourGraph& graph);

// A site's Shares message, checked; or the name of its fault.
struct OpenedShares {
  std::string_view fault;
  ShareBox box;
};
OpenedShares OpenShares(const ServerRoster& roster, uint32_t owner, const v1::Shares& message);

}  // namespace hansa::coordinator

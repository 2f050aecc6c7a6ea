#include "coordinator/core/secagg/share_box.h"

#include <algorithm>
#include <ranges>

#include "common/crypto/aead.h"
#include "common/crypto/contexts.h"
#include "common/crypto/merkle.h"
#include "common/identity/signed_message.h"
#include "common/secagg/shamir.h"
#include "common/secagg/share_leaves.h"

namespace hansa::coordinator {
namespace {

static_assert(secagg::kCiphertextBytes ==
              crypto::kGcmNonceBytes + 2 * secagg::kShareBytes + crypto::kGcmTagBytes);

bool HasSizes(const ShareBox& box) {
  return box.ciphertexts.size() == box.holders.size() * secagg::kCiphertextBytes &&
         box.leaves.size() == box.holders.size() * secagg::kLeafBytes;
}

// All in one, or nothing when one has another size.
template <typename Pieces>
std::optional<Bytes> Joined(const Pieces& pieces, size_t size) {
  Bytes joined;
  joined.reserve(static_cast<size_t>(pieces.size()) * size);
  for (const std::string& piece : pieces) {
    if (piece.size() != size) return std::nullopt;
    Append(joined, AsSpan(piece));
  }
  return joined;
}

bool HasAllHolders(const std::vector<uint32_t>& holders, const v1::Shares& message) {
  return message.leaves_size() == message.shares_size() &&
         std::equal(holders.begin(), holders.end(), message.shares().begin(),
                    message.shares().end(), [](uint32_t holder, const v1::EncryptedShare& share) {
                      return share.recipient() == holder;
                    });
}

// One by one, as sites of a complete graph send them; or the name of the fault.
std::string_view TakeSingly(const v1::Shares& message, ShareBox& box) {
  if (!HasAllHolders(box.holders, message)) return "wrong_recipients";
  std::optional<Bytes> leaves = Joined(message.leaves(), secagg::kLeafBytes);
  std::optional<Bytes> ciphertexts =
      Joined(message.shares() | std::views::transform(&v1::EncryptedShare::ciphertext),
             secagg::kCiphertextBytes);
  if (!leaves || !ciphertexts) return "wrong_length";
  box.leaves = *std::move(leaves);
  box.ciphertexts = *std::move(ciphertexts);
  return "";
}

std::string_view TakePacked(const v1::Shares& message, ShareBox& box) {
  if (message.shares_size() > 0 || message.leaves_size() > 0) return "wrong_recipients";
  box.ciphertexts = ToBytes(message.packed_ciphertexts());
  box.leaves = ToBytes(message.packed_leaves());
  return HasSizes(box) ? "" : "wrong_length";
}

std::string_view CheckCommitment(const ServerRoster& roster, uint32_t owner, ShareBox& box) {
  v1::ShareCommitment commitment;
  if (!identity::OpenSigned(box.commitment, roster.members[owner].identity_key,
                            crypto::context::kShares, "a share commitment", commitment)
           .ok())
    return "bad_signature";
  if (commitment.params_hash() != AsView(roster.id.params) ||
      commitment.roster_root() != AsView(roster.id.roster))
    return "wrong_session";
  if (commitment.leaf_root() != AsView(box.Tree().Root())) return "leaf_mismatch";
  return "";
}

}  // namespace

ByteSpan ShareBox::Ciphertext(size_t place) const {
  return ByteSpan(ciphertexts).subspan(place * secagg::kCiphertextBytes, secagg::kCiphertextBytes);
}

ByteSpan ShareBox::Leaf(size_t place) const {
  return ByteSpan(leaves).subspan(place * secagg::kLeafBytes, secagg::kLeafBytes);
}

const crypto::MerkleTree& ShareBox::Tree() {
  if (tree) return *tree;
  return tree.emplace(secagg::LeavesIn(leaves));
}

OpenedShares OpenShares(const ServerRoster& roster, uint32_t owner, const v1::Shares& message) {
  OpenedShares opened;
  opened.box.holders = roster.graph.NeighboursOf(owner);
  opened.fault = message.packed_ciphertexts().empty() ? TakeSingly(message, opened.box)
                                                      : TakePacked(message, opened.box);
  if (!opened.fault.empty()) return opened;
  opened.box.commitment = message.commitment();
  opened.fault = CheckCommitment(roster, owner, opened.box);
  return opened;
}

v1::DealtShares DealtOf(uint32_t owner, const ShareBox& box) {
  v1::DealtShares dealt;
  dealt.set_owner(owner);
  dealt.set_packed_ciphertexts(ToString(box.ciphertexts));
  dealt.set_packed_leaves(ToString(box.leaves));
  *dealt.mutable_commitment() = box.commitment;
  return dealt;
}

std::optional<ShareBox> BoxOf(const v1::DealtShares& dealt, const secagg::NeighbourGraph& graph) {
  ShareBox box{.holders = graph.NeighboursOf(dealt.owner()),
               .ciphertexts = ToBytes(dealt.packed_ciphertexts()),
               .leaves = ToBytes(dealt.packed_leaves()),
               .commitment = dealt.commitment(),
               .tree = {}};
  if (dealt.ciphertexts_size() > 0) {  // of a version before
    box.ciphertexts = Joined(dealt.ciphertexts(), secagg::kCiphertextBytes).value_or(Bytes());
    box.leaves = Joined(dealt.leaves(), secagg::kLeafBytes).value_or(Bytes());
  }
  if (!HasSizes(box)) return std::nullopt;
  return box;
}

}  // namespace hansa::coordinator

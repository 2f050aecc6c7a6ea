#include "coordinator/core/secagg/share_box.h"

#include <algorithm>

#include "common/crypto/aead.h"
#include "common/crypto/contexts.h"
#include "common/crypto/merkle.h"
#include "common/identity/signed_message.h"
#include "common/secagg/shamir.h"

namespace hansa::coordinator {
namespace {

static_assert(kCiphertextBytes ==
              crypto::kGcmNonceBytes + 2 * secagg::kShareBytes + crypto::kGcmTagBytes);

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
  return ByteSpan(ciphertexts).subspan(place * kCiphertextBytes, kCiphertextBytes);
}

ByteSpan ShareBox::Leaf(size_t place) const {
  return ByteSpan(leaves).subspan(place * secagg::kLeafBytes, secagg::kLeafBytes);
}

const crypto::MerkleTree& ShareBox::Tree() {
  if (tree) return *tree;
  std::vector<ByteSpan> spans;
  for (size_t place = 0; place < holders.size(); ++place) spans.push_back(Leaf(place));
  return tree.emplace(spans);
}

bool ShareBox::Matches(const secagg::SessionId& id, secagg::ShareKind kind, uint32_t owner,
                       uint32_t holder, ByteSpan share) const {
  const auto place = std::lower_bound(holders.begin(), holders.end(), holder);
  if (place == holders.end() || *place != holder) return false;
  const ByteSpan leaf = Leaf(static_cast<size_t>(place - holders.begin()));
  const ByteSpan half = kind == secagg::ShareKind::kMaskSecret ? leaf.first(32) : leaf.last(32);
  return std::ranges::equal(half, secagg::ShareHash(id, kind, owner, holder, share));
}

OpenedShares OpenShares(const ServerRoster& roster, uint32_t owner, const v1::Shares& message) {
  OpenedShares opened;
  opened.box.holders = roster.graph.NeighboursOf(owner);
  if (!HasAllHolders(opened.box.holders, message)) return {.fault = "wrong_recipients"};
  std::optional<Bytes> leaves = Joined(message.leaves(), secagg::kLeafBytes);
  if (!leaves) return {.fault = "wrong_length"};
  opened.box.leaves = *std::move(leaves);
  opened.box.ciphertexts.reserve(opened.box.holders.size() * kCiphertextBytes);
  for (const v1::EncryptedShare& share : message.shares()) {
    if (share.ciphertext().size() != kCiphertextBytes) return {.fault = "wrong_length"};
    Append(opened.box.ciphertexts, AsSpan(share.ciphertext()));
  }
  opened.box.commitment = message.commitment();
  opened.fault = CheckCommitment(roster, owner, opened.box);
  return opened;
}

v1::DealtShares DealtOf(uint32_t owner, const ShareBox& box) {
  v1::DealtShares dealt;
  dealt.set_owner(owner);
  for (size_t place = 0; place < box.holders.size(); ++place) {
    dealt.add_ciphertexts(ToString(box.Ciphertext(place)));
    dealt.add_leaves(ToString(box.Leaf(place)));
  }
  *dealt.mutable_commitment() = box.commitment;
  return dealt;
}

std::optional<ShareBox> BoxOf(const v1::DealtShares& dealt, const secagg::NeighbourGraph& graph) {
  ShareBox box{.holders = graph.NeighboursOf(dealt.owner()),
               .ciphertexts = {},
               .leaves = {},
               .commitment = dealt.commitment(),
               .tree = {}};
  auto ciphertexts = Joined(dealt.ciphertexts(), kCiphertextBytes);
  auto leaves = Joined(dealt.leaves(), secagg::kLeafBytes);
  if (!ciphertexts || ciphertexts->size() != box.holders.size() * kCiphertextBytes || !leaves ||
      leaves->size() != box.holders.size() * secagg::kLeafBytes)
    return std::nullopt;
  box.ciphertexts = *std::move(ciphertexts);
  box.leaves = *std::move(leaves);
  return box;
}

}  // namespace hansa::coordinator

#include "coordinator/core/secagg/share_box.h"

#include <algorithm>

#include "common/crypto/aead.h"
#include "common/crypto/contexts.h"
#include "common/crypto/merkle.h"
#include "common/identity/signed_message.h"
#include "common/secagg/shamir.h"

namespace hansa::coordinator {
namespace {

constexpr size_t kCiphertextBytes =
    crypto::kGcmNonceBytes + 2 * secagg::kShareBytes + crypto::kGcmTagBytes;

bool HasAllHolders(const std::vector<uint32_t>& holders, const v1::Shares& message) {
  return message.leaves_size() == message.shares_size() &&
         std::equal(holders.begin(), holders.end(), message.shares().begin(),
                    message.shares().end(), [](uint32_t holder, const v1::EncryptedShare& share) {
                      return share.recipient() == holder;
                    });
}

std::string_view CheckCommitment(const ServerRoster& roster, uint32_t owner,
                                 const v1::Shares& message) {
  v1::ShareCommitment commitment;
  if (!identity::OpenSigned(message.commitment(), roster.members[owner].identity_key,
                            crypto::context::kShares, "a share commitment", commitment)
           .ok())
    return "bad_signature";
  if (commitment.params_hash() != AsView(roster.id.params) ||
      commitment.roster_root() != AsView(roster.id.roster))
    return "wrong_session";
  std::vector<ByteSpan> leaves;
  for (const std::string& leaf : message.leaves()) leaves.push_back(AsSpan(leaf));
  if (commitment.leaf_root() != AsView(crypto::MerkleRoot(leaves))) return "leaf_mismatch";
  return "";
}

}  // namespace

bool ShareBox::Matches(const secagg::SessionId& id, secagg::ShareKind kind, uint32_t owner,
                       uint32_t holder, ByteSpan share) const {
  const auto place = std::lower_bound(holders.begin(), holders.end(), holder);
  if (place == holders.end() || *place != holder) return false;
  const std::string_view leaf = leaves[static_cast<size_t>(place - holders.begin())];
  const std::string_view half =
      kind == secagg::ShareKind::kMaskSecret ? leaf.substr(0, 32) : leaf.substr(32, 32);
  return half == AsView(secagg::ShareHash(id, kind, owner, holder, share));
}

OpenedShares OpenShares(const ServerRoster& roster, uint32_t owner, const v1::Shares& message) {
  OpenedShares opened;
  opened.box.holders = roster.graph.NeighboursOf(owner);
  if (!HasAllHolders(opened.box.holders, message)) return {.fault = "wrong_recipients"};
  for (const v1::EncryptedShare& share : message.shares())
    if (share.ciphertext().size() != kCiphertextBytes) return {.fault = "wrong_length"};
  for (const std::string& leaf : message.leaves())
    if (leaf.size() != secagg::kLeafBytes) return {.fault = "wrong_length"};
  if (const std::string_view fault = CheckCommitment(roster, owner, message); !fault.empty())
    return {.fault = fault};
  for (const v1::EncryptedShare& share : message.shares())
    opened.box.ciphertexts.push_back(share.ciphertext());
  opened.box.leaves.assign(message.leaves().begin(), message.leaves().end());
  opened.box.commitment = message.commitment();
  return opened;
}

v1::DealtShares DealtOf(uint32_t owner, const ShareBox& box) {
  v1::DealtShares dealt;
  dealt.set_owner(owner);
  dealt.mutable_ciphertexts()->Add(box.ciphertexts.begin(), box.ciphertexts.end());
  dealt.mutable_leaves()->Add(box.leaves.begin(), box.leaves.end());
  *dealt.mutable_commitment() = box.commitment;
  return dealt;
}

ShareBox BoxOf(const v1::DealtShares& dealt, const secagg::NeighbourGraph& graph) {
  return {.holders = graph.NeighboursOf(dealt.owner()),
          .ciphertexts = {dealt.ciphertexts().begin(), dealt.ciphertexts().end()},
          .leaves = {dealt.leaves().begin(), dealt.leaves().end()},
          .commitment = dealt.commitment()};
}

}  // namespace hansa::coordinator

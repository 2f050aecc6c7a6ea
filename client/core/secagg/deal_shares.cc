#include "client/core/secagg/deal_shares.h"

#include "common/base/planted_bug.h"
#include "common/base/text.h"
#include "common/crypto/aead.h"
#include "common/crypto/contexts.h"
#include "common/crypto/merkle.h"
#include "common/identity/signed_message.h"
#include "common/secagg/shamir.h"
#include "common/secagg/share_leaves.h"

namespace hansa::client {
namespace {

// share of mask_sk || share of b
SecretBytes Joined(const SecretBytes& mask_share, const SecretBytes& self_share) {
  SecretBytes both(2 * secagg::kShareBytes);
  const auto out = both.RevealMutable();
  std::memcpy(out.data(), mask_share.Reveal().data(), secagg::kShareBytes);
  std::memcpy(out.data() + secagg::kShareBytes, self_share.Reveal().data(), secagg::kShareBytes);
  return both;
}

std::string Leaf(const secagg::SessionId& id, uint32_t owner, uint32_t holder,
                 const SecretBytes& mask_share, const SecretBytes& self_share) {
  return ToString(secagg::ShareHash(id, secagg::ShareKind::kMaskSecret, owner, holder,
                                    mask_share.Reveal())) +
         ToString(secagg::ShareHash(id, secagg::ShareKind::kSelfMask, owner, holder,
                                    self_share.Reveal()));
}

std::string Seal(const secagg::SessionId& id, const SecretBytes& key, uint32_t sender,
                 uint32_t recipient, const SecretBytes& shares, RandomSource& random) {
  Bytes nonce(crypto::kGcmNonceBytes);
  random.Fill(nonce);
  const Bytes sealed = crypto::SealAes256Gcm(
      key, nonce, secagg::ShareAssociatedData(id, sender, recipient), shares.Reveal());
  return ToString(nonce) + ToString(sealed);
}

v1::Signed SignCommitment(const SessionFacts& facts, const secagg::SessionId& id,
                          const std::string& leaves) {
  v1::ShareCommitment commitment;
  commitment.set_params_hash(ToString(id.params));
  commitment.set_roster_root(ToString(id.roster));
  commitment.set_leaf_root(ToString(crypto::MerkleRoot(secagg::LeavesIn(AsSpan(leaves)))));
  return identity::SignMessage(*facts.side.identity, crypto::context::kShares, commitment);
}

// For each of `holders`, ascending.
struct Sealed {
  std::string ciphertexts, leaves;
};

// Coordinators of a complete graph may be older than the packed form.
void Pack(const Sealed& sealed, const secagg::NeighbourGraph& graph,
          const std::vector<uint32_t>& holders, v1::Shares& message) {
  if (!graph.complete()) {
    message.set_packed_ciphertexts(sealed.ciphertexts);
    message.set_packed_leaves(sealed.leaves);
    return;
  }
  for (size_t i = 0; i < holders.size(); ++i) {
    v1::EncryptedShare& share = *message.add_shares();
    share.set_recipient(holders[i]);
    share.set_ciphertext(
        sealed.ciphertexts.substr(i * secagg::kCiphertextBytes, secagg::kCiphertextBytes));
    message.add_leaves(sealed.leaves.substr(i * secagg::kLeafBytes, secagg::kLeafBytes));
  }
}

}  // namespace

Result<DealtShares> DealShares(const SessionFacts& facts, const CheckedRoster& roster,
                               const OwnSecrets& secrets) {
  const std::vector<uint32_t> holders = roster.graph.NeighboursOf(roster.self);
  std::vector<uint32_t> points;  // x = roster index + 1
  for (const uint32_t holder : holders) points.push_back(holder + 1);
  RandomSource& random = *facts.side.random;
  const bool cheats = PlantedAt(PlantedBug::kFalseDealing, facts.side.site_id);
  const auto mask_shares = secagg::SplitSecret(
      cheats ? secrets.self_secret : secrets.mask_key.secret(), roster.threshold, points, random);
  const auto self_shares = secagg::SplitSecret(
      cheats ? secrets.mask_key.secret() : secrets.self_secret, roster.threshold, points, random);

  DealtShares dealt;
  Sealed sealed;
  for (size_t i = 0; i < holders.size(); ++i) {
    const uint32_t holder = holders[i];
    const Neighbour& site = roster.neighbours.at(holder);
    const auto agreed = secrets.encryption_key.Agree(site.encryption_key);
    if (!agreed) return Refused("roster refused", StrCat("no secret with site ", site.site_id));
    sealed.ciphertexts +=
        Seal(roster.id, secagg::EncryptionKey(roster.id, *agreed, roster.self, holder), roster.self,
             holder, Joined(mask_shares[i], self_shares[i]), random);
    sealed.leaves += Leaf(roster.id, roster.self, holder, mask_shares[i], self_shares[i]);
    dealt.incoming_keys.emplace(holder,
                                secagg::EncryptionKey(roster.id, *agreed, holder, roster.self));
  }
  dealt.message.set_params_hash(facts.params_hash_text());
  Pack(sealed, roster.graph, holders, dealt.message);
  *dealt.message.mutable_commitment() = SignCommitment(facts, roster.id, sealed.leaves);
  return dealt;
}

}  // namespace hansa::client

#include "client/core/secagg/deal_shares.h"

#include "common/base/planted_bug.h"
#include "common/base/text.h"
#include "common/crypto/aead.h"
#include "common/crypto/contexts.h"
#include "common/crypto/merkle.h"
#include "common/identity/signed_message.h"
#include "common/secagg/shamir.h"

namespace hansa::client {
namespace {

// share of mask_sk || share of b
SecretBytes Pack(const SecretBytes& mask_share, const SecretBytes& self_share) {
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
                          const v1::Shares& message) {
  std::vector<ByteSpan> leaves;
  for (const std::string& leaf : message.leaves()) leaves.push_back(AsSpan(leaf));
  v1::ShareCommitment commitment;
  commitment.set_params_hash(ToString(id.params));
  commitment.set_roster_root(ToString(id.roster));
  commitment.set_leaf_root(ToString(crypto::MerkleRoot(leaves)));
  return identity::SignMessage(*facts.side.identity, crypto::context::kShares, commitment);
}

}  // namespace

Result<DealtShares> DealShares(const SessionFacts& facts, const CheckedRoster& roster,
                               const OwnSecrets& secrets) {
  std::vector<uint32_t> points;  // x = roster index + 1
  for (const uint32_t holder : roster.graph.NeighboursOf(roster.self)) points.push_back(holder + 1);
  RandomSource& random = *facts.side.random;
  const bool cheats = PlantedAt(PlantedBug::kFalseDealing, facts.side.site_id);
  const auto mask_shares = secagg::SplitSecret(
      cheats ? secrets.self_secret : secrets.mask_key.secret(), roster.threshold, points, random);
  const auto self_shares = secagg::SplitSecret(
      cheats ? secrets.mask_key.secret() : secrets.self_secret, roster.threshold, points, random);

  DealtShares dealt;
  dealt.message.set_params_hash(facts.params_hash_text());
  for (size_t i = 0; i < points.size(); ++i) {
    const uint32_t holder = points[i] - 1;
    const Neighbour& site = roster.neighbours.at(holder);
    const auto agreed = secrets.encryption_key.Agree(site.encryption_key);
    if (!agreed) return Refused("roster refused", StrCat("no secret with site ", site.site_id));
    v1::EncryptedShare& share = *dealt.message.add_shares();
    share.set_recipient(holder);
    share.set_ciphertext(Seal(roster.id,
                              secagg::EncryptionKey(roster.id, *agreed, roster.self, holder),
                              roster.self, holder, Pack(mask_shares[i], self_shares[i]), random));
    dealt.message.add_leaves(Leaf(roster.id, roster.self, holder, mask_shares[i], self_shares[i]));
    dealt.incoming_keys.emplace(holder,
                                secagg::EncryptionKey(roster.id, *agreed, holder, roster.self));
  }
  *dealt.message.mutable_commitment() = SignCommitment(facts, roster.id, dealt.message);
  return dealt;
}

}  // namespace hansa::client

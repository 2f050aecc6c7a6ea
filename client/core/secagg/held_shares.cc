#include "client/core/secagg/held_shares.h"

#include <algorithm>

#include "common/base/limits.h"
#include "common/crypto/aead.h"
#include "common/crypto/contexts.h"
#include "common/crypto/merkle.h"
#include "common/identity/signed_message.h"
#include "common/secagg/shamir.h"

namespace hansa::client {
namespace {

bool AreCommitted(const v1::DeliveredShare& delivered, const CheckedRoster& roster,
                  HeldShare& share) {
  const uint32_t owner = delivered.sender();
  v1::ShareCommitment commitment;
  if (!identity::OpenSigned(delivered.commitment(), roster.neighbours.at(owner).identity_key,
                            crypto::context::kShares, "a share commitment", commitment)
           .ok())
    return false;
  crypto::Digest& root = share.leaf_root;
  if (commitment.params_hash() != AsView(roster.id.params) ||
      commitment.roster_root() != AsView(roster.id.roster) ||
      commitment.leaf_root().size() != root.size())
    return false;
  std::copy(commitment.leaf_root().begin(), commitment.leaf_root().end(), root.begin());

  Bytes leaf;
  Append(leaf, secagg::ShareHash(roster.id, secagg::ShareKind::kMaskSecret, owner, roster.self,
                                 share.mask_secret.Reveal()));
  Append(leaf, secagg::ShareHash(roster.id, secagg::ShareKind::kSelfMask, owner, roster.self,
                                 share.self_secret.Reveal()));
  if (delivered.path().size() % root.size() != 0 || delivered.path().size() > 16 * root.size())
    return false;
  crypto::AuditPath path(delivered.path().size() / root.size());
  for (size_t i = 0; i < path.size(); ++i)
    std::copy_n(delivered.path().begin() + i * root.size(), root.size(), path[i].begin());
  const std::vector<uint32_t> holders = roster.graph.NeighboursOf(owner);
  const auto own = std::lower_bound(holders.begin(), holders.end(), roster.self);
  return crypto::VerifyMerklePath(root, leaf, static_cast<uint32_t>(own - holders.begin()),
                                  static_cast<uint32_t>(holders.size()), path);
}

}  // namespace

std::optional<HeldShare> OpenShare(const v1::DeliveredShare& delivered, const CheckedRoster& roster,
                                   const SecretBytes& key) {
  const ByteSpan bytes = AsSpan(delivered.ciphertext());
  if (bytes.size() != crypto::kGcmNonceBytes + 2 * secagg::kShareBytes + crypto::kGcmTagBytes)
    return std::nullopt;
  const auto opened =
      crypto::OpenAes256Gcm(key, bytes.first(crypto::kGcmNonceBytes),
                            secagg::ShareAssociatedData(roster.id, delivered.sender(), roster.self),
                            bytes.subspan(crypto::kGcmNonceBytes));
  if (!opened) return std::nullopt;
  HeldShare share{.mask_secret = SecretBytes(opened->Reveal().first(secagg::kShareBytes)),
                  .self_secret = SecretBytes(opened->Reveal().subspan(secagg::kShareBytes))};
  if (!secagg::IsWellFormedShare(share.mask_secret.Reveal()) ||
      !secagg::IsWellFormedShare(share.self_secret.Reveal()) ||
      !AreCommitted(delivered, roster, share))
    return std::nullopt;
  return share;
}

}  // namespace hansa::client

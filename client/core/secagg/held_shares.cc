#include "client/core/secagg/held_shares.h"

#include "common/crypto/aead.h"
#include "common/secagg/shamir.h"

namespace hansa::client {
namespace {

bool IsCommitted(const DeliveredShare& delivered, const CheckedRoster& roster,
                 const HeldShare& share) {
  Bytes leaf;
  Append(leaf, secagg::ShareHash(roster.id, secagg::ShareKind::kMaskSecret, delivered.owner,
                                 roster.self, share.mask_secret.Reveal()));
  Append(leaf, secagg::ShareHash(roster.id, secagg::ShareKind::kSelfMask, delivered.owner,
                                 roster.self, share.self_secret.Reveal()));
  return crypto::VerifyMerklePath(delivered.leaf_root, leaf, delivered.place.index,
                                  delivered.place.count, delivered.path);
}

}  // namespace

std::optional<HeldShare> OpenShare(const DeliveredShare& delivered, const CheckedRoster& roster,
                                   const SecretBytes& key) {
  if (delivered.ciphertext.size() != secagg::kCiphertextBytes) return std::nullopt;
  const auto opened =
      crypto::OpenAes256Gcm(key, delivered.ciphertext.first(crypto::kGcmNonceBytes),
                            secagg::ShareAssociatedData(roster.id, delivered.owner, roster.self),
                            delivered.ciphertext.subspan(crypto::kGcmNonceBytes));
  if (!opened) return std::nullopt;
  HeldShare share{.mask_secret = SecretBytes(opened->Reveal().first(secagg::kShareBytes)),
                  .self_secret = SecretBytes(opened->Reveal().subspan(secagg::kShareBytes)),
                  .leaf_root = delivered.leaf_root};
  if (!secagg::IsWellFormedShare(share.mask_secret.Reveal()) ||
      !secagg::IsWellFormedShare(share.self_secret.Reveal()) ||
      !IsCommitted(delivered, roster, share))
    return std::nullopt;
  return share;
}

}  // namespace hansa::client

#include "common/transcript/dealt_leaves.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/crypto/contexts.h"
#include "common/crypto/merkle.h"
#include "common/identity/signed_message.h"
#include "common/secagg/share_leaves.h"
#include "hansa/v1/secagg.pb.h"

namespace hansa::transcript {

Result<DealtLeaves> DealtLeaves::Open(const secagg::SessionId& id, uint32_t owner,
                                      const crypto::Ed25519Public& identity_key,
                                      const v1::Signed& signed_commitment,
                                      const std::string& leaf_bytes,
                                      std::vector<uint32_t> holders) {
  v1::ShareCommitment commitment;
  const auto opened =
      identity::OpenSigned(signed_commitment, identity_key, crypto::context::kShares,
                           "its share commitment", commitment);
  if (!opened.ok()) return VerificationFailed(opened.error().Text());
  if (commitment.params_hash() != AsView(id.params) ||
      commitment.roster_root() != AsView(id.roster))
    return VerificationFailed("its share commitment is of another session");
  const size_t wanted = holders.size() * secagg::kLeafBytes;
  if (leaf_bytes.size() != wanted)
    return VerificationFailed(
        StrCat("its leaves have ", leaf_bytes.size(), " bytes, not ", wanted));
  DealtLeaves dealt(id, owner, AsSpan(leaf_bytes), std::move(holders));
  dealt.root_ = crypto::MerkleRoot(secagg::LeavesIn(dealt.leaves_));
  if (commitment.leaf_root() != AsView(dealt.root_))
    return VerificationFailed("its leaves are not those that it signed: the leaf root differs");
  return dealt;
}

bool DealtLeaves::Holds(uint32_t holder) const {
  return std::ranges::binary_search(holders_, holder);
}

bool DealtLeaves::Fits(secagg::ShareKind kind, uint32_t holder, ByteSpan share) const {
  const auto place = std::ranges::lower_bound(holders_, holder);
  if (place == holders_.end() || *place != holder) return false;
  const size_t at = static_cast<size_t>(place - holders_.begin()) * secagg::kLeafBytes;
  return secagg::FitsLeaf(leaves_.subspan(at, secagg::kLeafBytes), id_, kind, owner_, holder,
                          share);
}

}  // namespace hansa::transcript

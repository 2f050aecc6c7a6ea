#include "client/core/secagg/reveal_shares.h"

#include "client/core/secagg/unmasked_phase.h"
#include "common/base/planted_bug.h"
#include "common/crypto/contexts.h"
#include "common/crypto/merkle.h"
#include "common/secagg/unmask_statement.h"

namespace hansa::client {
namespace {

using secagg::ShareKind;

// The message, and what it is signed over.
class Revealing {
 public:
  explicit Revealing(const HolderState& state) : state_(state) {
    unmask_.set_params_hash(state.facts->params_hash_text());
  }

  void Add(uint32_t owner, ShareKind kind, const HeldShare& held) {
    SecretBytes share(
        (kind == ShareKind::kSelfMask ? held.self_secret : held.mask_secret).Reveal());
    if (PlantedAt(PlantedBug::kFalseShare, state_.facts->side.site_id) && signed_.empty())
      share.RevealMutable()[0] ^= 1;
    if (state_.roster.graph.complete())
      AddShare(owner, kind, share);
    else
      AddPacked(owner, share);
    signed_.push_back(secagg::RevealedLeaf(owner, kind, held.leaf_root, share.Reveal()));
  }

  v1::Unmask Finish() {
    const std::vector<ByteSpan> leaves(signed_.begin(), signed_.end());
    const Bytes statement =
        secagg::UnmaskStatement(state_.roster.id, state_.roster.self,
                                static_cast<uint32_t>(leaves.size()), crypto::MerkleRoot(leaves));
    unmask_.set_signature(
        ToString(state_.facts->side.identity->Sign(crypto::context::kUnmask, statement)));
    return std::move(unmask_);
  }

 private:
  void AddShare(uint32_t owner, ShareKind kind, const SecretBytes& share) {
    v1::RevealedShare& revealed = *unmask_.add_shares();
    revealed.set_owner(owner);
    if (kind == ShareKind::kSelfMask)
      revealed.set_self_mask(ToString(share.Reveal()));
    else
      revealed.set_mask_secret(ToString(share.Reveal()));
  }

  // The kind follows from U2.
  void AddPacked(uint32_t owner, const SecretBytes& share) {
    unmask_.add_owners(owner);
    unmask_.mutable_owners_shares()->append(AsView(share.Reveal()));
  }

  const HolderState& state_;
  v1::Unmask unmask_;
  std::vector<Bytes> signed_;
};

}  // namespace

ClientTransition RevealShares(const HolderState& state, const secagg::Bitmap& survivors) {
  Revealing revealing(state);
  for (const auto& [owner, share] : state.held) {
    if (Planted(PlantedBug::kBothShares)) revealing.Add(owner, ShareKind::kMaskSecret, share);
    revealing.Add(owner, survivors.Has(owner) ? ShareKind::kSelfMask : ShareKind::kMaskSecret,
                  share);
  }
  ClientTransition transition;
  transition.reached = ClientStep::kUnmask;
  *transition.reply.emplace().mutable_unmask() = revealing.Finish();
  transition.next = std::make_unique<UnmaskedPhase>();
  return transition;
}

}  // namespace hansa::client

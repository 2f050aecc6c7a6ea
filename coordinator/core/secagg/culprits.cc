#include "coordinator/core/secagg/culprits.h"

#include <algorithm>
#include <numeric>

#include "common/crypto/contexts.h"
#include "common/crypto/merkle.h"
#include "common/secagg/unmask_statement.h"

namespace hansa::coordinator {
namespace {

std::shared_ptr<v1::CulpritEvidence> EvidenceOn(const ServerContext& context, uint32_t dealer,
                                                const DealtView& dealt, secagg::ShareKind kind) {
  auto evidence = std::make_shared<v1::CulpritEvidence>();
  evidence->set_version(1);
  *evidence->mutable_params() = context.params;
  for (const std::string& entry : context.roster.entries)
    evidence->mutable_members()->append(AsView(crypto::MerkleLeafHash(AsSpan(entry))));
  evidence->set_neighbours(context.roster.graph.neighbours());
  evidence->set_threshold(context.roster.threshold);
  evidence->set_dealer(dealer);
  evidence->set_dealer_entry(context.roster.entries[dealer]);
  *evidence->mutable_commitment() = dealt.commitment;
  evidence->set_leaves(ToString(dealt.leaves));
  evidence->set_kind(kind == secagg::ShareKind::kSelfMask ? v1::EVIDENCE_KIND_SELF_MASK
                                                          : v1::EVIDENCE_KIND_MASK_SECRET);
  return evidence;
}

std::vector<Bytes> LeavesOf(const SignedAnswer& answer) {
  std::vector<Bytes> leaves;
  leaves.reserve(answer.revealed.size());
  for (size_t i = 0; i < answer.revealed.size(); ++i) {
    const RevealedView& view = answer.revealed[i];
    leaves.push_back(secagg::RevealedLeaf(view.owner, view.kind, answer.leaf_roots[i], view.share));
  }
  return leaves;
}

std::vector<ByteSpan> SpansOf(const std::vector<Bytes>& leaves) {
  return {leaves.begin(), leaves.end()};
}

}  // namespace

std::shared_ptr<v1::CulpritEvidence> FalseDealingOf(const ServerContext& context,
                                                    const DealtView& dealt, secagg::ShareKind kind,
                                                    const secagg::OwnerShares& released) {
  auto evidence = EvidenceOn(context, released.owner, dealt, kind);
  std::vector<size_t> order(context.roster.threshold);  // the shares that gave the secret
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::sort(order, {}, [&](size_t place) { return released.holders[place]; });
  v1::FalseDealing& dealing = *evidence->mutable_dealing();
  for (const size_t place : order) {
    dealing.add_holders(released.holders[place]);
    dealing.mutable_shares()->append(AsView(released.Share(place)));
  }
  return evidence;
}

bool IsSigned(const ServerContext& context, const SignedAnswer& answer) {
  const std::vector<Bytes> leaves = LeavesOf(answer);
  const Bytes statement = secagg::UnmaskStatement(context.roster.id, answer.holder,
                                                  static_cast<uint32_t>(leaves.size()),
                                                  crypto::MerkleRoot(SpansOf(leaves)));
  return crypto::VerifyEd25519(context.roster.members[answer.holder].identity_key,
                               crypto::context::kUnmask, statement, AsSpan(answer.signature));
}

std::shared_ptr<v1::CulpritEvidence> FalseShareOf(const ServerContext& context,
                                                  const DealtView& dealt,
                                                  const SignedAnswer& answer, size_t place) {
  const RevealedView& view = answer.revealed[place];
  auto evidence = EvidenceOn(context, view.owner, dealt, view.kind);
  const std::vector<Bytes> leaves = LeavesOf(answer);
  const crypto::MerkleTree tree(SpansOf(leaves));
  const crypto::AuditPath path = tree.Path(place);
  v1::FalseShare& share = *evidence->mutable_share();
  share.set_holder(answer.holder);
  share.set_entry(context.roster.entries[answer.holder]);
  share.set_share(ToString(view.share));
  share.set_count(static_cast<uint32_t>(leaves.size()));
  share.set_place(static_cast<uint32_t>(place));
  share.set_path(path.data(), path.size() * sizeof(crypto::Digest));
  share.set_root(ToString(tree.Root()));
  share.set_signature(answer.signature);
  return evidence;
}

}  // namespace hansa::coordinator

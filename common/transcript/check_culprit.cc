#include "common/transcript/check_culprit.h"

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/crypto/contexts.h"
#include "common/crypto/merkle.h"
#include "common/secagg/session_graph.h"
#include "common/secagg/shamir.h"
#include "common/secagg/unmask.h"
#include "common/secagg/unmask_statement.h"
#include "common/transcript/culprit_file.h"
#include "common/transcript/dealt_leaves.h"
#include "common/transcript/digest_in.h"
#include "common/transcript/roster_member.h"
#include "common/transcript/signed_params.h"

namespace hansa::transcript {
namespace {

using secagg::ShareKind;

Error Acquitted(std::string why) {
  return VerificationFailed("the evidence convicts nobody", std::move(why));
}

class Trial {
 public:
  Trial(const v1::CulpritEvidence& evidence, const crypto::Ed25519Public& authority)
      : evidence_(evidence), authority_(authority) {}

  Result<CheckedCulprit> Run() {
    HANSA_TRY(CheckSession());
    HANSA_TRY(CheckMembers());
    const RosterMember dealer =
        HANSA_TRY(OpenMember(out_.dealer, evidence_.dealer_entry(), "the dealer"));
    out_.dealer_id = dealer.keys.site_id;
    const auto leaves =
        DealtLeaves::Open(out_.id, out_.dealer, dealer.identity_key, evidence_.commitment(),
                          evidence_.leaves(), graph_.NeighboursOf(out_.dealer));
    if (!leaves.ok()) return Acquitted(StrCat("the dealer: ", leaves.error().Text()));
    HANSA_TRY(evidence_.has_dealing() ? CheckDealing(dealer, *leaves) : CheckShare(*leaves));
    return std::move(out_);
  }

 private:
  Result<> CheckSession() {
    if (evidence_.version() != 1)
      return Acquitted(StrCat("it is of version ", evidence_.version(), ", this program knows 1"));
    if (evidence_.fault_case() == v1::CulpritEvidence::FAULT_NOT_SET)
      return Acquitted("it names no fault");
    if (evidence_.kind() != v1::EVIDENCE_KIND_SELF_MASK &&
        evidence_.kind() != v1::EVIDENCE_KIND_MASK_SECRET)
      return Acquitted("it does not say which kind of share it is about");
    out_.kind = evidence_.kind() == v1::EVIDENCE_KIND_SELF_MASK ? ShareKind::kSelfMask
                                                                : ShareKind::kMaskSecret;
    auto params = OpenParams(evidence_.coordinator(), evidence_.params(), authority_);
    if (!params.ok()) return Acquitted(params.error().Text());
    out_.coordinator_key = params->coordinator_key;
    out_.setup = std::move(params->setup);
    out_.id.params = params->hash;
    return Success();
  }

  // All of them, by their hashes: a path alone would not say how many there are, and the threshold
  // follows from that.
  Result<> CheckMembers() {
    const std::string& bytes = evidence_.members();
    const size_t count = bytes.size() / sizeof(crypto::Digest);
    if (bytes.size() % sizeof(crypto::Digest) != 0 || count > limits::kSites ||
        count > out_.setup.largest_cohort)
      return Acquitted(StrCat(bytes.size(), " bytes of members are no roster of the session"));
    members_.resize(count);
    for (size_t i = 0; i < count; ++i)
      std::memcpy(members_[i].data(), bytes.data() + i * sizeof(crypto::Digest),
                  sizeof(crypto::Digest));
    out_.sites = static_cast<uint32_t>(count);
    out_.dealer = evidence_.dealer();
    out_.graph = {.neighbours = evidence_.neighbours(), .threshold = evidence_.threshold()};
    const auto graph = secagg::CheckGraph(out_.setup, out_.sites, out_.graph);
    if (!graph.ok()) return Acquitted(graph.error().Text());
    if (out_.dealer >= out_.sites) return Acquitted("the dealer is not in the roster");
    out_.id.roster = secagg::RosterRoot(members_, out_.graph);
    graph_ = secagg::GraphOf(out_.sites, out_.graph.neighbours, out_.id.roster);
    return Success();
  }

  Result<RosterMember> OpenMember(uint32_t index, const std::string& entry,
                                  const std::string& who) const {
    if (index >= out_.sites || crypto::MerkleLeafHash(AsSpan(entry)) != members_[index])
      return Acquitted(StrCat(who, "'s entry is not in the roster at its place"));
    auto member = OpenRosterEntry(entry, out_.id.params, authority_);
    if (!member.ok()) return Acquitted(StrCat(who, "'s entry: ", member.error().Text()));
    return member;
  }

  Result<> CheckDealing(const RosterMember& dealer, const DealtLeaves& leaves) {
    const v1::FalseDealing& dealing = evidence_.dealing();
    const auto count = static_cast<size_t>(dealing.holders_size());
    if (count != out_.graph.threshold || dealing.shares().size() != count * secagg::kShareBytes)
      return Acquitted(StrCat(count, " shares are in it, ", out_.graph.threshold, " are needed"));
    secagg::OwnerShares shares{.owner = out_.dealer, .holders = {}, .shares = {}};
    for (size_t i = 0; i < count; ++i) {
      const uint32_t holder = dealing.holders(static_cast<int>(i));
      const ByteSpan share =
          AsSpan(dealing.shares()).subspan(i * secagg::kShareBytes, secagg::kShareBytes);
      if (i > 0 && holder <= shares.holders.back())
        return Acquitted("the holders of its shares do not ascend");
      if (!leaves.Fits(out_.kind, holder, share))
        return Acquitted(StrCat("the share of number ", holder,
                                " is not what the dealer committed to: its leaf differs"));
      shares.holders.push_back(holder);
      Append(shares.shares, share);
    }
    if (GivesItsSecret(dealer, shares))
      return Acquitted("the shares give the secret of the dealer's advertisement");
    out_.fault = CheckedCulprit::Fault::kFalseDealing;
    out_.site_id = out_.dealer_id;
    out_.holders = shares.holders;
    return Success();
  }

  bool GivesItsSecret(const RosterMember& dealer, const secagg::OwnerShares& shares) const {
    secagg::UnmaskWork frame{.id = out_.id, .threshold = out_.graph.threshold, .graph = graph_};
    frame.roster.resize(out_.sites);
    frame.roster[out_.dealer] = dealer.keys;
    frame.survivors = secagg::Bitmap(out_.sites);
    if (out_.kind == ShareKind::kSelfMask) frame.survivors.Add(out_.dealer);
    std::vector<secagg::SignedSeed> none;
    return secagg::MaskFinder(frame).Add(shares, none);
  }

  Result<> CheckShare(const DealtLeaves& leaves) {
    const v1::FalseShare& share = evidence_.share();
    const RosterMember holder = HANSA_TRY(OpenMember(share.holder(), share.entry(), "the holder"));
    if (!leaves.Holds(share.holder()))
      return Acquitted("the holder is no neighbour of the dealer: it was dealt nothing");
    HANSA_TRY(CheckSigned(holder, leaves.root()));
    if (leaves.Fits(out_.kind, share.holder(), AsSpan(share.share())))
      return Acquitted("the share is the one that the dealer committed to");
    out_.fault = CheckedCulprit::Fault::kFalseShare;
    out_.site_id = holder.keys.site_id;
    out_.holders = {share.holder()};
    return Success();
  }

  // The holder signed that this is the share that it was dealt under this leaf root.
  Result<> CheckSigned(const RosterMember& holder, const crypto::Digest& leaf_root) const {
    const v1::FalseShare& share = evidence_.share();
    const auto root = DigestIn(share.root());
    const bool is_path = share.path().size() % sizeof(crypto::Digest) == 0 &&
                         share.path().size() <= 16 * sizeof(crypto::Digest);
    if (!root || !is_path || share.share().size() != secagg::kShareBytes)
      return Acquitted("what the holder revealed has a wrong length");
    crypto::AuditPath path(share.path().size() / sizeof(crypto::Digest));
    for (size_t i = 0; i < path.size(); ++i)
      std::memcpy(path[i].data(), share.path().data() + i * path[i].size(), path[i].size());
    const Bytes leaf =
        secagg::RevealedLeaf(out_.dealer, out_.kind, leaf_root, AsSpan(share.share()));
    if (!crypto::VerifyMerklePath(*root, leaf, share.place(), share.count(), path))
      return Acquitted("the share is not among those that the holder signed");
    const Bytes statement = secagg::UnmaskStatement(out_.id, share.holder(), share.count(), *root);
    if (!crypto::VerifyEd25519(holder.identity_key, crypto::context::kUnmask, statement,
                               AsSpan(share.signature())))
      return Acquitted("the holder did not sign what it is said to have revealed");
    return Success();
  }

  const v1::CulpritEvidence& evidence_;
  const crypto::Ed25519Public& authority_;
  CheckedCulprit out_;
  std::vector<crypto::Digest> members_;
  secagg::NeighbourGraph graph_;
};

}  // namespace

Result<CheckedCulprit> CheckCulprit(const v1::CulpritEvidence& evidence,
                                    const crypto::Ed25519Public& authority) {
  return Trial(evidence, authority).Run();
}

Result<CheckedCulprit> CheckCulpritFile(ByteSpan file, const crypto::Ed25519Public& authority) {
  const v1::CulpritEvidence evidence = HANSA_TRY(ParseCulpritFile(file));
  return CheckCulprit(evidence, authority);
}

}  // namespace hansa::transcript

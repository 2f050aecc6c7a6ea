// What each member of U1 dealt, and what others released of it.

#include <algorithm>
#include <set>

#include "common/base/text.h"
#include "common/crypto/contexts.h"
#include "common/crypto/merkle.h"
#include "common/identity/signed_message.h"
#include "common/secagg/shamir.h"
#include "common/transcript/check_steps.h"

namespace hansa::transcript {
namespace {

Result<> CheckCommitment(const Check& check, const Place& place, const v1::TranscriptDealt& dealt) {
  const auto fault = [&](std::string why) { return check.reader.Fault(place, std::move(why)); };
  v1::ShareCommitment commitment;
  const auto opened =
      identity::OpenSigned(dealt.commitment(), check.identity_keys[dealt.owner()],
                           crypto::context::kShares, "its share commitment", commitment);
  if (!opened.ok()) return fault(opened.error().Text());
  if (commitment.params_hash() != AsView(check.out.id.params) ||
      commitment.roster_root() != AsView(check.out.id.roster))
    return fault("its share commitment is of another session");
  const size_t wanted = check.out.graph.neighbours * secagg::kLeafBytes;
  if (dealt.leaves().size() != wanted)
    return fault(StrCat("its leaves have ", dealt.leaves().size(), " bytes, not ", wanted));
  std::vector<ByteSpan> leaves;
  const ByteSpan all = AsSpan(dealt.leaves());
  for (size_t at = 0; at < all.size(); at += secagg::kLeafBytes)
    leaves.push_back(all.subspan(at, secagg::kLeafBytes));
  if (commitment.leaf_root() != AsView(crypto::MerkleRoot(leaves)))
    return fault("its leaves are not those that it signed: the leaf root differs");
  return Success();
}

// Shares of one owner's secret, against the leaves that it dealt.
class Released {
 public:
  Released(const Check& check, const Place& place, const v1::TranscriptDealt& dealt,
           const v1::TranscriptReleased& released)
      : check_(check),
        place_(place),
        leaves_(AsSpan(dealt.leaves())),
        owner_(dealt.owner()),
        survived_(check.out.survivors.Has(owner_)),
        released_(released),
        shares_(survived_ ? released.self_mask() : released.mask_secret()) {}

  Result<secagg::OwnerShares> Take() const {
    HANSA_TRY(CheckKind());
    const auto count = static_cast<size_t>(shares_.holders_size());
    if (count < check_.out.graph.threshold)
      return Fault(
          StrCat(count, " shares were released, ", check_.out.graph.threshold, " are needed"));
    if (shares_.shares().size() != count * secagg::kShareBytes)
      return Fault(StrCat("its shares have ", shares_.shares().size(), " bytes, not ", count,
                          " times ", secagg::kShareBytes));
    secagg::OwnerShares out{.owner = owner_};
    const std::vector<uint32_t> neighbours = check_.frame.graph.NeighboursOf(owner_);
    std::set<uint32_t> seen;
    for (size_t i = 0; i < count; ++i) {
      const uint32_t holder = shares_.holders(static_cast<int>(i));
      const ByteSpan share =
          AsSpan(shares_.shares()).subspan(i * secagg::kShareBytes, secagg::kShareBytes);
      HANSA_TRY(CheckHolder(holder, neighbours, seen));
      HANSA_TRY(CheckShare(holder, neighbours, share));
      out.holders.push_back(holder);
      out.shares.emplace_back(share);
    }
    return out;
  }

 private:
  Error Fault(std::string why) const { return check_.reader.Fault(place_, std::move(why)); }
  std::string SiteOf(uint32_t index) const {
    return index < check_.out.sites.size() ? check_.out.sites[index] : StrCat("number ", index);
  }

  Result<> CheckKind() const {
    using Kind = v1::TranscriptReleased::KindCase;
    const Kind wanted = survived_ ? Kind::kSelfMask : Kind::kMaskSecret;
    if (released_.kind_case() == wanted) return Success();
    return Fault(survived_ ? "it is in U2: only shares of its own mask may be released"
                           : "it is not in U2: only shares of its mask key may be released");
  }

  Result<> CheckHolder(uint32_t holder, const std::vector<uint32_t>& neighbours,
                       std::set<uint32_t>& seen) const {
    const std::string site = SiteOf(holder);
    if (!std::binary_search(neighbours.begin(), neighbours.end(), holder))
      return Fault(StrCat("site ", site, " released a share and holds none: it is no neighbour"));
    if (!check_.out.survivors.Has(holder))
      return Fault(StrCat("site ", site, " released a share and was not asked: it is not in U2"));
    if (check_.asks_alive() && !check_.out.statements.contains(holder))
      return Fault(
          StrCat("site ", site, " released a share and was not asked: it made no statement"));
    if (!seen.insert(holder).second) return Fault(StrCat("site ", site, " released two shares"));
    return Success();
  }

  Result<> CheckShare(uint32_t holder, const std::vector<uint32_t>& neighbours,
                      ByteSpan share) const {
    const auto kind = survived_ ? secagg::ShareKind::kSelfMask : secagg::ShareKind::kMaskSecret;
    const auto place = std::lower_bound(neighbours.begin(), neighbours.end(), holder);
    const size_t at = static_cast<size_t>(place - neighbours.begin()) * secagg::kLeafBytes +
                      (survived_ ? sizeof(crypto::Digest) : 0);
    const ByteSpan leaf = leaves_.subspan(at, sizeof(crypto::Digest));
    if (AsView(leaf) == AsView(secagg::ShareHash(check_.out.id, kind, owner_, holder, share)))
      return Success();
    return Fault(StrCat("the share that site ", SiteOf(holder),
                        " released is not the one that the owner dealt to it: its leaf differs"));
  }

  const Check& check_;
  const Place& place_;
  ByteSpan leaves_;
  uint32_t owner_;
  bool survived_;
  const v1::TranscriptReleased& released_;
  const v1::ReleasedShares& shares_;
};

}  // namespace

Result<> CheckDealt(Check& check) {
  secagg::MaskFinder finder(check.frame);
  for (const uint32_t owner : check.out.sharers.Members()) {
    const Place dealt_place = check.At(RecordKind::kDealt, owner);
    const auto dealt = HANSA_TRY(check.reader.Next(dealt_place));
    HANSA_TRY(CheckCommitment(check, dealt_place, dealt.dealt()));
    check.out.share_commitments.emplace(owner, dealt.dealt().commitment());
    const Place place = check.At(RecordKind::kReleased, owner);
    const auto record = HANSA_TRY(check.reader.Next(place));
    const secagg::OwnerShares shares =
        HANSA_TRY(Released(check, place, dealt.dealt(), record.released()).Take());
    for (const uint32_t holder : shares.holders) ++check.out.released_by[holder];
    if (!finder.Add(shares, check.out.masks))
      return check.reader.Fault(place,
                                "the shares, though as dealt, give no secret of its advertisement");
  }
  return Success();
}

}  // namespace hansa::transcript

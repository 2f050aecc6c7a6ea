// What each member of U1 dealt, and what others released of it.

#include <set>

#include "common/base/text.h"
#include "common/secagg/shamir.h"
#include "common/transcript/check_steps.h"
#include "common/transcript/dealt_leaves.h"

namespace hansa::transcript {
namespace {

// Shares of one owner's secret, against the leaves that it dealt.
class Released {
 public:
  Released(const Check& check, const Place& place, uint32_t owner, const DealtLeaves& dealt,
           const v1::TranscriptReleased& released)
      : check_(check),
        place_(place),
        dealt_(dealt),
        owner_(owner),
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
    std::set<uint32_t> seen;
    for (size_t i = 0; i < count; ++i) {
      const uint32_t holder = shares_.holders(static_cast<int>(i));
      const ByteSpan share =
          AsSpan(shares_.shares()).subspan(i * secagg::kShareBytes, secagg::kShareBytes);
      HANSA_TRY(CheckHolder(holder, seen));
      HANSA_TRY(CheckShare(holder, share));
      out.holders.push_back(holder);
      Append(out.shares, share);
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

  Result<> CheckHolder(uint32_t holder, std::set<uint32_t>& seen) const {
    const std::string site = SiteOf(holder);
    if (!dealt_.Holds(holder))
      return Fault(StrCat("site ", site, " released a share and holds none: it is no neighbour"));
    if (!check_.out.survivors.Has(holder))
      return Fault(StrCat("site ", site, " released a share and was not asked: it is not in U2"));
    if (check_.asks_alive() && !check_.out.statements.contains(holder))
      return Fault(
          StrCat("site ", site, " released a share and was not asked: it made no statement"));
    if (!seen.insert(holder).second) return Fault(StrCat("site ", site, " released two shares"));
    return Success();
  }

  Result<> CheckShare(uint32_t holder, ByteSpan share) const {
    const auto kind = survived_ ? secagg::ShareKind::kSelfMask : secagg::ShareKind::kMaskSecret;
    if (dealt_.Fits(kind, holder, share)) return Success();
    return Fault(StrCat("the share that site ", SiteOf(holder),
                        " released is not the one that the owner dealt to it: its leaf differs"));
  }

  const Check& check_;
  const Place& place_;
  const DealtLeaves& dealt_;
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
    const auto leaves = DealtLeaves::Open(check.out.id, owner, check.identity_keys[owner],
                                          dealt.dealt().commitment(), dealt.dealt().leaves(),
                                          check.frame.graph.NeighboursOf(owner));
    if (!leaves.ok()) return check.reader.Fault(dealt_place, leaves.error().Text());
    check.out.share_commitments.emplace(owner, dealt.dealt().commitment());
    const Place place = check.At(RecordKind::kReleased, owner);
    const auto record = HANSA_TRY(check.reader.Next(place));
    const secagg::OwnerShares shares =
        HANSA_TRY(Released(check, place, owner, *leaves, record.released()).Take());
    for (const uint32_t holder : shares.holders) ++check.out.released_by[holder];
    if (!finder.Add(shares, check.out.masks))
      return check.reader.Fault(place,
                                "the shares, though as dealt, give no secret of its advertisement");
  }
  return Success();
}

}  // namespace hansa::transcript

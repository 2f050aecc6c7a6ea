#include "common/transcript/own_entries.h"

#include <algorithm>

#include "common/base/text.h"

namespace hansa::transcript {
namespace {

class OwnCheck {
 public:
  OwnCheck(const CheckedTranscript& checked, const OwnAccount& account)
      : checked_(checked), account_(account) {
    const auto found = std::find(checked.sites.begin(), checked.sites.end(), account.site_id);
    if (found == checked.sites.end()) return;
    index_ = static_cast<uint32_t>(found - checked.sites.begin());
    out_.in_roster = true;
    out_.dealt = checked.sharers.Has(index_);
    out_.included = checked.survivors.Has(index_);
    const auto released = checked.released_by.find(index_);
    if (released != checked.released_by.end()) out_.released = released->second;
  }

  Result<OwnEntries> Run() const {
    HANSA_TRY(CheckView());
    if (!out_.in_roster) return out_;
    HANSA_TRY(Same(OwnStep::kAdvertise, "advertisement", &checked_.advertisements[index_]));
    HANSA_TRY(Same(OwnStep::kShares, "share commitment", In(checked_.share_commitments)));
    HANSA_TRY(Same(OwnStep::kMaskedInput, "masked input", In(checked_.masked_commitments)));
    HANSA_TRY(Same(OwnStep::kAlive, "statement that it is alive", In(checked_.statements)));
    if (out_.released == 0 || Said(OwnStep::kAlive) || Said(OwnStep::kRevealed)) return out_;
    return Fault(StrCat("it has ", out_.released,
                        " shares that this site released; by its journal it released none"));
  }

 private:
  static Error Fault(std::string why) {
    return VerificationFailed("the transcript is not what this site has of the session",
                              std::move(why),
                              "Show both to whoever runs the coordinator, and to other sites");
  }
  const std::string* Said(OwnStep step) const {
    const auto found = account_.payloads.find(static_cast<int>(step));
    return found == account_.payloads.end() ? nullptr : &found->second;
  }
  const v1::Signed* In(const std::map<uint32_t, v1::Signed>& entries) const {
    const auto found = entries.find(index_);
    return found == entries.end() ? nullptr : &found->second;
  }

  // An entry that is there is the site's own.
  Result<> Same(OwnStep step, const char* what, const v1::Signed* entry) const {
    if (entry == nullptr) return Success();
    const std::string* said = Said(step);
    if (said == nullptr)
      return Fault(StrCat("it has a ", what, " of this site; by its journal it sent none"));
    if (*said == entry->payload()) return Success();
    return Fault(StrCat("its ", what, " of this site is not the one that this site sent"));
  }

  // What this site was told of R, U1 and U2, in whatever it signed last of each.
  Result<> CheckView() const {
    const std::string roster = ToString(checked_.id.roster);
    const std::string sharers = ToString(crypto::Sha256(checked_.sharers.bytes()));
    const std::string survivors = ToString(crypto::Sha256(checked_.survivors.bytes()));
    v1::ShareCommitment shares;
    v1::MaskedCommitment masked;
    v1::AliveStatement alive;
    const auto read = [](const std::string* payload, google::protobuf::Message& out) {
      return payload != nullptr && out.ParseFromString(*payload);
    };
    if (read(Said(OwnStep::kShares), shares) && shares.roster_root() != roster)
      return Fault("this site dealt its shares over another roster: R differs");
    if (read(Said(OwnStep::kMaskedInput), masked) &&
        (masked.roster_root() != roster || masked.sharers_hash() != sharers))
      return Fault("this site masked its input for another view of who dealt shares: U1 differs");
    if (read(Said(OwnStep::kAlive), alive) &&
        (alive.roster_root() != roster || alive.sharers_hash() != sharers ||
         alive.survivors_hash() != survivors))
      return Fault("this site signed another view of who is in the sum: U1 or U2 differs");
    const std::string* revealed = Said(OwnStep::kRevealed);
    if (revealed != nullptr && *revealed != survivors)
      return Fault("this site released shares for another view of who is in the sum: U2 differs");
    return Success();
  }

  const CheckedTranscript& checked_;
  const OwnAccount& account_;
  uint32_t index_ = 0;
  OwnEntries out_;
};

}  // namespace

Result<OwnEntries> CheckOwnEntries(const CheckedTranscript& checked, const OwnAccount& account) {
  return OwnCheck(checked, account).Run();
}

}  // namespace hansa::transcript

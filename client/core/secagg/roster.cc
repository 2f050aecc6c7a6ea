#include "client/core/secagg/roster.h"

#include <set>

#include "client/core/secagg/roster_directory.h"
#include "common/base/text.h"
#include "common/crypto/contexts.h"
#include "common/crypto/merkle.h"
#include "common/identity/signed_message.h"
#include "common/secagg/session_graph.h"
#include "common/wire/strict.h"

namespace hansa::client {
namespace {

Error No(std::string why) { return Refused("roster refused", std::move(why)); }

template <size_t kSize>
bool CopyTo(const std::string& from, std::array<uint8_t, kSize>& to) {
  if (from.size() != kSize) return false;
  std::copy(from.begin(), from.end(), to.begin());
  return true;
}

bool IsOwn(const v1::Signed& advertisement, const v1::Signed& own) {
  return advertisement.payload() == own.payload() && advertisement.signature() == own.signature();
}

Result<RosterSite> CheckEntry(const std::string& bytes, const SessionFacts& facts,
                              v1::RosterEntry& entry) {
  if (!wire::ParseStrict(AsSpan(bytes), entry)) return No("an entry cannot be read");
  const auto certified = facts.side.credentials->Verify(entry.credential());
  if (!certified) return No("a site that the authority did not certify");
  v1::Advertisement advertisement;
  HANSA_TRY(identity::OpenSigned(entry.advertisement(), certified->identity_key,
                                 crypto::context::kAdvertise, "the advertisement of a site",
                                 advertisement));
  RosterSite site{.site_id = certified->site_id, .identity_key = certified->identity_key};
  if (advertisement.site_id() != site.site_id) return No("an advertisement under another's id");
  if (advertisement.params_hash() != AsView(facts.params_hash))
    return No(StrCat("the advertisement of ", site.site_id, " is of another session"));
  if (!CopyTo(advertisement.encryption_key(), site.encryption_key) ||
      !CopyTo(advertisement.mask_key(), site.mask_key) ||
      !crypto::IsAcceptableX25519Public(site.encryption_key) ||
      !crypto::IsAcceptableX25519Public(site.mask_key))
    return No(StrCat("site ", site.site_id, " has an unusable key"));
  return site;
}

// Ids ascending, hence distinct; every key used once.
Result<> CheckDistinct(const std::vector<RosterSite>& sites) {
  std::set<std::array<uint8_t, 32>> keys;
  for (size_t i = 0; i < sites.size(); ++i) {
    if (i > 0 && sites[i].site_id <= sites[i - 1].site_id)
      return No("sites are not in ascending order of distinct ids");
    for (const auto& key : {sites[i].identity_key, sites[i].encryption_key, sites[i].mask_key})
      if (!keys.insert(key).second)
        return No(StrCat("site ", sites[i].site_id, " has a key that occurs twice"));
  }
  return Success();
}

Result<> CheckSize(const v1::Roster& roster, const SessionFacts& facts) {
  const auto size = static_cast<uint64_t>(roster.entries_size());
  if (size > facts.setup.largest_cohort)
    return No(StrCat(size, " sites, at most ", facts.setup.largest_cohort, " were announced"));
  return secagg::CheckGraph(facts.setup, static_cast<uint32_t>(size),
                            {.neighbours = roster.neighbours(), .threshold = roster.threshold()});
}

}  // namespace

Result<CheckedRoster> CheckRoster(const v1::Roster& roster, const SessionFacts& facts,
                                  const v1::Signed& own_advertisement) {
  CheckedRoster checked;
  HANSA_TRY(CheckSize(roster, facts));
  checked.threshold = roster.threshold();
  std::vector<ByteSpan> leaves;
  std::vector<std::string> invitations;
  bool self_found = false;
  for (const std::string& bytes : roster.entries()) {
    v1::RosterEntry entry;
    RosterSite site = HANSA_TRY(CheckEntry(bytes, facts, entry));
    if (site.site_id == facts.side.site_id) {
      if (!IsOwn(entry.advertisement(), own_advertisement))
        return No("this site's own advertisement was altered");
      self_found = true;
      checked.self = checked.size();
    }
    checked.sites.push_back(std::move(site));
    leaves.push_back(AsSpan(bytes));
    invitations.push_back(
        std::move(*entry.mutable_credential()->mutable_invitation()->mutable_payload()));
  }
  if (!self_found) return No("this site is not in it");
  HANSA_TRY(CheckDistinct(checked.sites));
  checked.directory = HANSA_TRY(CheckDirectory(roster, invitations, facts));
  checked.id = {.params = facts.params_hash, .roster = crypto::MerkleRoot(leaves)};
  checked.graph = secagg::GraphOf(checked.size(), roster.neighbours(), checked.id.roster);
  return checked;
}

}  // namespace hansa::client

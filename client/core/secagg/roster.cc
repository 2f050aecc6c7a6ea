#include "client/core/secagg/roster.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "client/core/secagg/roster_directory.h"
#include "common/base/text.h"
#include "common/crypto/contexts.h"
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

struct Entry {
  CertifiedSiteHandle certified;
  std::string advertisement;  // a serialised Signed, unread

  const std::string& id() const { return certified->site.site_id; }
  RosterSite site() const {
    return {.site_id = id(), .identity_key = certified->site.identity_key};
  }
};

// A site reads a thousand entries and deals with a few of them, so their parts are left unread
// until they matter. Parts that make up another entry than these bytes are refused, so that nobody
// reads something else in them.
Result<Entry> ReadEntry(const std::string& bytes, const SessionFacts& facts) {
  v1::RosterEntryParts parts;
  if (!wire::ParseStrict(AsSpan(bytes), parts) || parts.ByteSizeLong() != bytes.size())
    return No("an entry cannot be read");
  CertifiedSiteHandle certified = facts.side.credentials->Verify(parts.credential());
  if (!certified) return No("a site that the authority did not certify");
  return Entry{std::move(certified), std::move(*parts.mutable_advertisement())};
}

Result<std::vector<Entry>> ReadEntries(const v1::Roster& roster, const SessionFacts& facts) {
  std::vector<Entry> entries;
  entries.reserve(static_cast<size_t>(roster.entries_size()));
  for (const std::string& bytes : roster.entries()) {
    entries.push_back(HANSA_TRY(ReadEntry(bytes, facts)));
    if (entries.size() > 1 && entries.back().id() <= entries.end()[-2].id())
      return No("sites are not in ascending order of distinct ids");
  }
  return entries;
}

Result<v1::Signed> ReadAdvertisement(const Entry& entry) {
  v1::Signed advertisement;
  if (wire::ParseStrict(AsSpan(entry.advertisement), advertisement)) return advertisement;
  return No(StrCat("the advertisement of ", entry.id(), " cannot be read"));
}

Result<Neighbour> CheckAdvertisement(const Entry& entry, const SessionFacts& facts) {
  Neighbour site{entry.site()};
  v1::Advertisement advertisement;
  HANSA_TRY(identity::OpenSigned(HANSA_TRY(ReadAdvertisement(entry)), site.identity_key,
                                 crypto::context::kAdvertise, "the advertisement of a site",
                                 advertisement));
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

// Every identity, and every key of whom this site deals with and of itself, used once.
Result<> CheckDistinct(const std::vector<Entry>& entries, const CheckedRoster& checked,
                       const Neighbour& self) {
  using Key = std::pair<std::array<uint8_t, 32>, std::string_view>;  // of whom
  std::vector<Key> keys;
  keys.reserve(entries.size() + 2 * checked.neighbours.size() + 2);
  for (const Entry& entry : entries)
    keys.emplace_back(entry.certified->site.identity_key, entry.id());
  const auto add = [&keys](const Neighbour& site) {
    keys.emplace_back(site.encryption_key, site.site_id);
    keys.emplace_back(site.mask_key, site.site_id);
  };
  for (const auto& [index, site] : checked.neighbours) add(site);
  add(self);
  std::sort(keys.begin(), keys.end());
  const auto twice = std::adjacent_find(
      keys.begin(), keys.end(), [](const Key& a, const Key& b) { return a.first == b.first; });
  if (twice == keys.end()) return Success();
  return No(StrCat("site ", twice->second, " has a key that occurs twice"));
}

Result<> CheckSize(const v1::Roster& roster, const SessionFacts& facts,
                   const secagg::GraphSize& size) {
  const auto sites = static_cast<uint64_t>(roster.entries_size());
  if (sites > facts.setup.largest_cohort)
    return No(StrCat(sites, " sites, at most ", facts.setup.largest_cohort, " were announced"));
  return secagg::CheckGraph(facts.setup, static_cast<uint32_t>(sites), size);
}

std::optional<uint32_t> IndexIn(const std::vector<Entry>& entries, const std::string& site_id) {
  const auto found =
      std::lower_bound(entries.begin(), entries.end(), site_id,
                       [](const Entry& entry, const std::string& id) { return entry.id() < id; });
  if (found == entries.end() || found->id() != site_id) return std::nullopt;
  return static_cast<uint32_t>(found - entries.begin());
}

std::vector<ByteSpan> InvitationsOf(const std::vector<Entry>& entries) {
  std::vector<ByteSpan> invitations;
  invitations.reserve(entries.size());
  for (const Entry& entry : entries) invitations.push_back(AsSpan(entry.certified->invitation));
  return invitations;
}

// All of the complete graph; of a ring those whom the quorum is made of.
std::map<uint32_t, RosterSite> WitnessesIn(const std::vector<Entry>& entries,
                                           const secagg::NeighbourGraph& graph,
                                           const secagg::SessionSetup& setup) {
  std::map<uint32_t, RosterSite> witnesses;
  if (setup.profile == secagg::Profile::kSemiHonest) return witnesses;
  const uint32_t positions =
      graph.complete() ? graph.sites() : secagg::RingQuorumOf(setup, graph.sites()).positions;
  for (uint32_t position = 0; position < positions; ++position)
    witnesses.emplace(graph.SiteAt(position), entries[graph.SiteAt(position)].site());
  return witnesses;
}

}  // namespace

// Advertisements of others than neighbours are not looked at: nothing is sealed for them, and what
// they say later is signed with an identity that is certified (docs/protocol, "A clean roster").
Result<CheckedRoster> CheckRoster(const v1::Roster& roster, const SessionFacts& facts,
                                  const v1::Signed& own_advertisement) {
  const secagg::GraphSize size{roster.neighbours(), roster.threshold()};
  HANSA_TRY(CheckSize(roster, facts, size));
  const std::vector<Entry> entries = HANSA_TRY(ReadEntries(roster, facts));
  const std::optional<uint32_t> self = IndexIn(entries, facts.side.site_id);
  if (!self) return No("this site is not in it");
  if (!IsOwn(HANSA_TRY(ReadAdvertisement(entries[*self])), own_advertisement))
    return No("this site's own advertisement was altered");

  CheckedRoster checked{
      .id = {.params = facts.params_hash, .roster = secagg::RosterRoot(roster.entries(), size)},
      .self = *self,
      .threshold = roster.threshold(),
      .directory = HANSA_TRY(CheckDirectory(roster, InvitationsOf(entries), facts)),
      .graph = {},
      .neighbours = {},
      .witnesses = {}};
  checked.graph = secagg::GraphOf(static_cast<uint32_t>(entries.size()), roster.neighbours(),
                                  checked.id.roster);
  for (const uint32_t index : checked.graph.NeighboursOf(*self))
    checked.neighbours.emplace(index, HANSA_TRY(CheckAdvertisement(entries[index], facts)));
  HANSA_TRY(CheckDistinct(entries, checked, HANSA_TRY(CheckAdvertisement(entries[*self], facts))));
  checked.witnesses = WitnessesIn(entries, checked.graph, facts.setup);
  return checked;
}

}  // namespace hansa::client

// The roster: sites of the authority, each with fresh keys of its own.

#include <algorithm>
#include <set>

#include "common/base/text.h"
#include "common/crypto/contexts.h"
#include "common/identity/credential.h"
#include "common/identity/signed_message.h"
#include "common/secagg/session_graph.h"
#include "common/transcript/check_steps.h"
#include "common/wire/strict.h"

namespace hansa::transcript {
namespace {

struct Member {
  identity::VerifiedSite site;
  v1::Signed advertisement;
  crypto::X25519Public encryption_key{};
  secagg::UnmaskSite keys;
};

Result<Member> CheckEntry(const Check& check, const Place& place, const std::string& bytes) {
  const auto fault = [&](std::string why) { return check.reader.Fault(place, std::move(why)); };
  v1::RosterEntry entry;
  if (!wire::ParseStrict(AsSpan(bytes), entry)) return fault("it cannot be read");
  auto site = identity::VerifySiteCredential(entry.credential(), check.authority);
  if (!site.ok()) return fault(site.error().Text());
  Member member{.site = *site, .advertisement = entry.advertisement()};
  v1::Advertisement advertisement;
  const auto opened =
      identity::OpenSigned(entry.advertisement(), site->identity_key, crypto::context::kAdvertise,
                           "its advertisement", advertisement);
  if (!opened.ok()) return fault(opened.error().Text());
  if (advertisement.site_id() != site->site_id) return fault("it advertises under another's id");
  if (advertisement.params_hash() != AsView(check.out.id.params))
    return fault("its advertisement is of another session");
  const auto encryption_key = DigestIn(advertisement.encryption_key());
  const auto mask_key = DigestIn(advertisement.mask_key());
  const auto commitment = DigestIn(advertisement.self_mask_commitment());
  if (!encryption_key || !mask_key || !commitment) return fault("a key of its has a wrong length");
  member.encryption_key = *encryption_key;
  member.keys = {
      .site_id = site->site_id, .mask_key = *mask_key, .self_mask_commitment = *commitment};
  if (!crypto::IsAcceptableX25519Public(*encryption_key) ||
      !crypto::IsAcceptableX25519Public(*mask_key))
    return fault("a key of its is of low order, or not canonical");
  return member;
}

}  // namespace

Result<> CheckRoster(Check& check) {
  CheckedTranscript& out = check.out;
  std::vector<std::string> entries;
  std::set<std::array<uint8_t, 32>> keys;
  for (uint32_t index = 0; index < check.opening.sites(); ++index) {
    const Place place{.kind = RecordKind::kMember, .index = index};
    entries.push_back(HANSA_TRY(check.reader.Next(place)).member().entry());
    Member member = HANSA_TRY(CheckEntry(check, place, entries.back()));
    const Place known{place.kind, index, member.site.site_id};
    if (!out.sites.empty() && member.site.site_id <= out.sites.back())
      return check.reader.Fault(known, "sites are not in ascending order of distinct ids");
    for (const auto& key : {member.site.identity_key, member.encryption_key, member.keys.mask_key})
      if (!keys.insert(key).second)
        return check.reader.Fault(known, "a key of its occurs twice in the roster");
    out.sites.push_back(member.site.site_id);
    out.advertisements.push_back(std::move(member.advertisement));
    check.identity_keys.push_back(member.site.identity_key);
    check.frame.roster.push_back(std::move(member.keys));
  }
  out.id.roster = secagg::RosterRoot(entries, out.graph);
  check.frame.id = out.id;
  check.frame.threshold = out.graph.threshold;
  check.frame.graph = secagg::GraphOf(check.opening.sites(), out.graph.neighbours, out.id.roster);
  check.frame.sharers = out.sharers;
  check.frame.survivors = out.survivors;
  check.frame.ring_bits = out.setup.ring_bits;
  return Success();
}

}  // namespace hansa::transcript

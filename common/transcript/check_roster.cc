// The roster: sites of the authority, each with fresh keys of its own.

#include <set>

#include "common/secagg/session_graph.h"
#include "common/transcript/check_steps.h"
#include "common/transcript/roster_member.h"

namespace hansa::transcript {
Result<> CheckRoster(Check& check) {
  CheckedTranscript& out = check.out;
  std::vector<std::string> entries;
  std::set<std::array<uint8_t, 32>> keys;
  for (uint32_t index = 0; index < check.opening.sites(); ++index) {
    const Place place{.kind = RecordKind::kMember, .index = index};
    entries.push_back(HANSA_TRY(check.reader.Next(place)).member().entry());
    auto opened = OpenRosterEntry(entries.back(), out.id.params, check.authority);
    if (!opened.ok()) return check.reader.Fault(place, opened.error().Text());
    RosterMember& member = *opened;
    const Place known{place.kind, index, member.keys.site_id};
    if (!out.sites.empty() && member.keys.site_id <= out.sites.back())
      return check.reader.Fault(known, "sites are not in ascending order of distinct ids");
    for (const auto& key : {member.identity_key, member.encryption_key, member.keys.mask_key})
      if (!keys.insert(key).second)
        return check.reader.Fault(known, "a key of its occurs twice in the roster");
    out.sites.push_back(member.keys.site_id);
    out.advertisements.push_back(std::move(member.advertisement));
    check.identity_keys.push_back(member.identity_key);
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

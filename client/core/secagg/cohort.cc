#include "client/core/secagg/cohort.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/secagg/session_graph.h"

namespace hansa::client {

Result<secagg::Bitmap> CheckCohort(const std::string& bytes, const CheckedRoster& roster,
                                   const SessionFacts& facts, std::string_view what) {
  const auto no = [&what](std::string why) {
    return Refused(StrCat(what, " refused"), std::move(why));
  };
  std::optional<secagg::Bitmap> members = secagg::Bitmap::Parse(roster.size(), AsSpan(bytes));
  if (!members) return no(StrCat("not a set of the ", roster.size(), " sites"));
  if (!members->Has(roster.self)) return no("this site is not in it");
  const size_t count = members->Count();
  const uint32_t least = secagg::SmallestSet(facts.setup, roster.graph);
  if (count < least) return no(StrCat(count, " sites, at least ", least, " are needed"));
  const std::vector<uint32_t> around = roster.graph.NeighboursOf(roster.self);
  const auto neighbours = std::count_if(around.begin(), around.end(),
                                        [&](uint32_t site) { return members->Has(site); });
  if (static_cast<size_t>(neighbours) < roster.threshold)
    return no(StrCat(neighbours, " neighbours of this site, the threshold is ", roster.threshold));
  return std::move(*members);
}

}  // namespace hansa::client

// The opening: whose session it is, over which parameters, and who was in it.

#include <algorithm>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/secagg/session_graph.h"
#include "common/transcript/check_steps.h"
#include "common/transcript/signed_params.h"

namespace hansa::transcript {
namespace {

const Place kPlace{.kind = RecordKind::kOpening};

bool IsJobId(const std::string& text) {
  return !text.empty() && text.size() <= 2 * limits::kNameBytes &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_' || c == '.';
         });
}

Result<> CheckHead(Check& check) {
  const v1::TranscriptOpening& opening = check.opening;
  const auto fault = [&](std::string why) { return check.reader.Fault(kPlace, std::move(why)); };
  if (opening.version() != 1)
    return fault(StrCat("it is of version ", opening.version(), ", this program knows 1"));
  if (!IsJobId(opening.job_id())) return fault("its job id is none");
  check.out.job_id = opening.job_id();
  if (!opening.previous().empty()) {
    check.out.previous = DigestIn(opening.previous());
    if (!check.out.previous) return fault("the digest of the transcript before is none");
  }
  return Success();
}

Result<> CheckParams(Check& check) {
  auto params = OpenParams(check.opening.coordinator(), check.opening.params(), check.authority);
  if (!params.ok()) return check.reader.Fault(kPlace, params.error().Text());
  check.out.coordinator_key = params->coordinator_key;
  check.out.setup = std::move(params->setup);
  check.out.id.params = params->hash;
  return Success();
}

// As many as every site demanded.
Result<> CheckMembers(const Check& check, const char* name, const secagg::Bitmap& set) {
  const size_t least = std::max<size_t>(
      secagg::SmallestSet(check.out.setup, check.opening.sites(), check.out.graph.neighbours),
      check.out.graph.threshold + size_t{1});
  if (set.Count() >= least) return Success();
  return check.reader.Fault(kPlace,
                            StrCat(name, " has ", set.Count(), " sites, ", least, " are needed"));
}

Result<> CheckSets(Check& check) {
  const v1::TranscriptOpening& opening = check.opening;
  const auto fault = [&](std::string why) { return check.reader.Fault(kPlace, std::move(why)); };
  const uint32_t sites = opening.sites();
  if (sites > check.out.setup.largest_cohort)
    return fault(
        StrCat(sites, " sites, at most ", check.out.setup.largest_cohort, " were announced"));
  check.out.graph = {.neighbours = opening.neighbours(), .threshold = opening.threshold()};
  const auto graph = secagg::CheckGraph(check.out.setup, sites, check.out.graph);
  if (!graph.ok()) return fault(graph.error().Text());
  auto sharers = secagg::Bitmap::Parse(sites, AsSpan(opening.sharers()));
  auto survivors = secagg::Bitmap::Parse(sites, AsSpan(opening.survivors()));
  if (!sharers) return fault("U1, who dealt shares, is no set of its sites");
  if (!survivors) return fault("U2, who is in the sum, is no set of its sites");
  if (!survivors->IsSubsetOf(*sharers)) return fault("a site is in U2 and not in U1");
  check.out.sharers = std::move(*sharers);
  check.out.survivors = std::move(*survivors);
  HANSA_TRY(CheckMembers(check, "U1", check.out.sharers));
  return CheckMembers(check, "U2", check.out.survivors);
}

Result<> CheckAlive(const Check& check) {
  const auto& alive = check.opening.alive();
  if (!check.asks_alive() && !alive.empty())
    return check.reader.Fault(kPlace, "nobody says who is alive in the profile semi-honest");
  for (int i = 0; i < alive.size(); ++i)
    if (!check.out.survivors.Has(alive[i]) || (i > 0 && alive[i] <= alive[i - 1]))
      return check.reader.Fault(kPlace, "those who said that they are alive are no set within U2");
  return Success();
}

}  // namespace

Result<> CheckOpening(Check& check) {
  check.opening = HANSA_TRY(check.reader.Next(kPlace)).opening();
  HANSA_TRY(CheckHead(check));
  HANSA_TRY(CheckParams(check));
  HANSA_TRY(CheckSets(check));
  return CheckAlive(check);
}

}  // namespace hansa::transcript

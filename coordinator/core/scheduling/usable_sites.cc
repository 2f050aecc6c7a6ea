#include "coordinator/core/scheduling/usable_sites.h"

#include <algorithm>

#include "common/base/text.h"

namespace hansa::coordinator {

size_t AbleCount(const JobContext& job) {
  size_t count = job.candidates.able_count();
  for (const SiteId& site : job.answered_before) count -= job.candidates.IsAble(site);
  return count;
}

UsableSites UsableSitesOf(const JobContext& job, Now now, const std::vector<SiteId>& exempt) {
  UsableSites usable;
  const auto wait_until = [&](Instant at) { usable.next = std::min(usable.next.value_or(at), at); };
  for (const SiteId& site : job.candidates.Able()) {
    if (job.answered_before.contains(site)) continue;
    const SiteHours& hours = job.candidates.HoursOf(site);
    const milliseconds rest = job.history.RestOf(site, now.unix_ms);
    if (!hours.IsOpen(now.instant)) {
      ++usable.closed;
      wait_until(hours.OpensAt(now.instant));
    } else if (rest > milliseconds(0) && !std::binary_search(exempt.begin(), exempt.end(), site)) {
      ++usable.resting;
      wait_until(now.instant + rest);
    } else {
      usable.sites.push_back(site);
    }
  }
  return usable;
}

crypto::SeededRandom SelectionRandom(const JobContext& job, std::string_view use) {
  return crypto::SeededRandom(
      job.record.seed(), StrCat("selection of ", job.id, ", round ", job.round.number, ", attempt ",
                                job.round.attempt, ", ", use));
}

}  // namespace hansa::coordinator

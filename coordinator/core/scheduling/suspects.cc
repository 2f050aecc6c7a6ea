#include "coordinator/core/scheduling/suspects.h"

#include <algorithm>

#include "coordinator/core/scheduling/draw_sites.h"

namespace hansa::coordinator {

bool Suspects::OutOfRange(const std::vector<SiteId>& included) {
  for (const SiteId& site : included) ++times_[site];
  return !included.empty();
}

bool Suspects::InRange(const std::vector<SiteId>& included) {
  bool changed = false;
  for (const SiteId& site : included) {
    const auto found = times_.find(site);
    if (found == times_.end()) continue;
    changed = true;
    found->second /= 2;
    if (found->second == 0) times_.erase(found);
  }
  return changed;
}

uint32_t Suspects::TimesOf(const SiteId& site) const {
  const auto found = times_.find(site);
  return found == times_.end() ? 0 : found->second;
}

void Suspects::Restore(const v1::JobRecord& record) {
  times_.clear();
  for (const v1::SuspectedSite& site : record.suspects())
    if (site.times() > 0) times_[site.site()] = site.times();
}

void Suspects::Save(v1::JobRecord& record) const {
  record.clear_suspects();
  for (const auto& [site, times] : times_) {
    v1::SuspectedSite& kept = *record.add_suspects();
    kept.set_site(site);
    kept.set_times(times);
  }
}

std::vector<std::vector<SiteId>> SplitSuspects(const std::vector<SiteId>& sites, size_t least,
                                               const Suspects& suspects, RandomSource& random) {
  const size_t groups =
      suspects.empty() ? 1 : std::max<size_t>(1, sites.size() / std::max<size_t>(2, least));
  std::vector<SiteId> order = sites;
  Shuffle(order, random);
  // Those of the same suspicion stay in the order that was drawn.
  std::ranges::stable_sort(order, std::greater<>(),
                           [&](const SiteId& site) { return suspects.TimesOf(site); });
  std::vector<std::vector<SiteId>> split(groups);
  for (size_t i = 0; i < order.size(); ++i) split[i % groups].push_back(order[i]);
  for (auto& group : split) std::ranges::sort(group);
  std::ranges::sort(split);
  return split;
}

}  // namespace hansa::coordinator

#include "coordinator/core/scheduling/draw_sites.h"

#include <algorithm>

namespace hansa::coordinator {
namespace {

// Uniform in [0, bound), by rejection.
uint64_t Below(uint64_t bound, RandomSource& random) {
  const uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
  for (;;) {
    const uint64_t draw = random.NextU64();
    if (draw < limit) return draw % bound;
  }
}

// Fisher-Yates, as far as needed.
void Shuffle(std::vector<SiteId>& sites, size_t count, RandomSource& random) {
  for (size_t i = 0; i < count; ++i)
    std::swap(sites[i], sites[i + Below(sites.size() - i, random)]);
}

void FrontByStaleness(std::vector<SiteId>& sites, const JobHistory& history, RandomSource& random) {
  Shuffle(sites, sites.size(), random);
  std::stable_sort(sites.begin(), sites.end(), [&](const SiteId& a, const SiteId& b) {
    return history.LastRoundOf(a) < history.LastRoundOf(b);
  });
}

void FrontByReadiness(std::vector<SiteId>& sites, size_t count, const JobHistory& history,
                      RandomSource& random) {
  uint64_t left = 0;
  for (const SiteId& site : sites) left += history.ReadinessOf(site);
  for (size_t i = 0; i < count; ++i) {
    uint64_t draw = Below(left, random);
    size_t at = i;
    while (draw >= history.ReadinessOf(sites[at])) draw -= history.ReadinessOf(sites[at++]);
    left -= history.ReadinessOf(sites[at]);
    std::swap(sites[i], sites[at]);
  }
}

std::vector<SiteId> Front(std::vector<SiteId> sites, size_t count) {
  sites.resize(count);
  std::sort(sites.begin(), sites.end());
  return sites;
}

}  // namespace

void Shuffle(std::vector<SiteId>& sites, RandomSource& random) {
  Shuffle(sites, sites.size(), random);
}

std::vector<SiteId> DrawUniform(std::vector<SiteId> sites, size_t most, RandomSource& random) {
  if (sites.size() <= most) return sites;
  Shuffle(sites, most, random);
  return Front(std::move(sites), most);
}

std::vector<SiteId> DrawSites(SelectionPolicy policy, std::vector<SiteId> sites, size_t most,
                              const JobHistory& history, RandomSource& random) {
  if (sites.size() <= most) return sites;
  switch (policy) {
    case SelectionPolicy::kUniform:
      return DrawUniform(std::move(sites), most, random);
    case SelectionPolicy::kStaleness:
      FrontByStaleness(sites, history, random);
      break;
    case SelectionPolicy::kAvailability:
      FrontByReadiness(sites, most, history, random);
      break;
  }
  return Front(std::move(sites), most);
}

}  // namespace hansa::coordinator

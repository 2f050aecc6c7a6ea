#include "coordinator/core/scheduling/job_history.h"

#include <algorithm>
#include <limits>

#include "common/base/limits.h"

namespace hansa::coordinator {
namespace {

constexpr int64_t kDayMs = 86'400'000;

}  // namespace

void JobHistory::Restore(const v1::JobProgress& progress) {
  for (const v1::SiteHistory& site : progress.sites()) {
    if (sites_.size() >= limits::kSites) return;
    v1::SiteHistory& own = sites_[site.site()] = site;
    own.set_ready(std::min(own.asked(), own.ready()));
  }
}

void JobHistory::Save(v1::JobProgress& progress) const {
  progress.clear_sites();
  for (const auto& entry : sites_) *progress.add_sites() = entry.second;
}

void JobHistory::Asked(const SiteId& site, uint64_t round, UnixMillis now) {
  if (!selection_.needs_history()) return;
  v1::SiteHistory& own = sites_[site];
  own.set_site(site);
  own.set_last_round(round);
  if (own.asked() < std::numeric_limits<uint32_t>::max()) own.set_asked(own.asked() + 1);
  own.set_rounds_that_day(own.day() == now / kDayMs ? own.rounds_that_day() + 1 : 1);
  own.set_day(now / kDayMs);
}

void JobHistory::Ready(const SiteId& site) {
  const auto found = sites_.find(site);
  if (found == sites_.end()) return;
  v1::SiteHistory& own = found->second;
  if (own.ready() < own.asked()) own.set_ready(own.ready() + 1);  // not twice, on a new connection
}

void JobHistory::RoundOver(const std::vector<SiteId>& sites, UnixMillis now) {
  if (selection_.cooldown <= Duration{}) return;
  for (const SiteId& site : sites)
    if (const auto found = sites_.find(site); found != sites_.end())
      found->second.set_rests_until_unix_ms(now + selection_.cooldown / milliseconds(1));
}

milliseconds JobHistory::RestOf(const SiteId& site, UnixMillis now) const {
  const auto found = sites_.find(site);
  if (found == sites_.end()) return milliseconds(0);
  const v1::SiteHistory& own = found->second;
  const int64_t longest = now + selection_.cooldown / milliseconds(1);
  int64_t rest = std::clamp<int64_t>(own.rests_until_unix_ms(), now, longest) - now;
  const bool enough_today = selection_.rounds_per_day > 0 && own.day() == now / kDayMs &&
                            own.rounds_that_day() >= selection_.rounds_per_day;
  if (enough_today) rest = std::max(rest, (own.day() + 1) * kDayMs - now);
  return milliseconds(rest);
}

uint64_t JobHistory::LastRoundOf(const SiteId& site) const {
  const auto found = sites_.find(site);
  return found == sites_.end() ? 0 : found->second.last_round();
}

uint64_t JobHistory::ReadinessOf(const SiteId& site) const {
  const auto found = sites_.find(site);
  if (found == sites_.end()) return 500;
  const uint64_t ready = found->second.ready(), asked = found->second.asked();
  return std::max<uint64_t>(1, 1000 * (ready + 1) / (asked + 2));
}

}  // namespace hansa::coordinator

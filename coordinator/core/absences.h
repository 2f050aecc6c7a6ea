#pragma once
// Sites of a job whose connection is lost and that are expected back: a flaky link, an agent or a
// coordinator that restarts. Whoever waits for a site waits until its time, or as long as somebody
// present is still at work, which costs nothing.

#include <map>
#include <optional>
#include <string>

#include "common/base/time.h"
#include "coordinator/core/membership.h"

namespace hansa::coordinator {

// A site that lost its connection is back after its first or second attempt (transport/backoff.h).
inline constexpr Duration kReturnPatience = seconds(5);
// After a restart of the coordinator sites are back within their longest back-off, 30 s.
inline constexpr Duration kRestartPatience = seconds(40);

class Absences {
 public:
  void Left(const SiteId& site, Instant back_by, std::string reason) {
    away_[site] = {back_by, std::move(reason)};
  }
  void Back(const SiteId& site) { away_.erase(site); }
  bool Has(const SiteId& site) const { return away_.contains(site); }
  // Empty: not away.
  std::optional<Instant> BackBy(const SiteId& site) const {
    const auto found = away_.find(site);
    return found == away_.end() ? std::nullopt : std::optional(found->second.back_by);
  }
  bool IsExpected(const SiteId& site, Instant now) const {
    const auto back_by = BackBy(site);
    return back_by && now < *back_by;
  }
  std::string ReasonOf(const SiteId& site) const {
    const auto found = away_.find(site);
    return found == away_.end() ? "" : found->second.reason;
  }
  // When the next of those still expected is no longer.
  std::optional<Instant> NextExpiry(Instant now) const {
    std::optional<Instant> next;
    for (const auto& entry : away_)
      if (const Instant at = entry.second.back_by; now < at && (!next || at < *next)) next = at;
    return next;
  }
  const auto& all() const { return away_; }

 private:
  struct Absence {
    Instant back_by{};
    std::string reason;  // why the connection ended
  };
  std::map<SiteId, Absence> away_;
};

}  // namespace hansa::coordinator

#pragma once
// selecting: waits for enough sites, then draws the round's.
//
// Two waits, one after the other. First for sites that accept the job: until as many as the round
// asks are able, or `min` are, no offer is still fresh and unanswered, and nobody is expected back;
// JobLost("too_few_sites"), with each site's reason in it, when the window ends with fewer than
// `min`. Then, without end, for `min` of them that are free, within their hours, and do not rest:
// SitesSelected. For a measuring that is tried again as many are drawn as for every evaluation, and
// the round's own sites need no rest.

#include "coordinator/core/phase.h"
#include "coordinator/core/scheduling/usable_sites.h"
#include "coordinator/core/window.h"

namespace hansa::coordinator {

class Selecting final : public Phase {
 public:
  static constexpr Duration kPatience = seconds(2);  // for the answer to an offer
  // A job of more sites than this that waits for free ones counts them this often at most.
  static constexpr size_t kManySites = 256;
  static constexpr Duration kCountEvery = milliseconds(100);

  std::string_view name() const override { return "selecting"; }
  Outcome Enter(Turn& turn) override;
  Outcome OnCandidatesChanged(Turn& turn) override { return Look(turn); }
  Outcome OnSitesFreed(Turn& turn) override;
  Outcome OnTime(Turn& turn) override { return Look(turn); }
  std::optional<Instant> NextWake() const override { return wake_; }
  std::string Waiting(const JobContext& job, Now now) const override;

 private:
  Outcome Look(Turn& turn);
  Outcome Draw(Turn& turn);
  UsableSites Usable(const JobContext& job, Now now) const;

  bool measuring_ = false;  // the sites are for measuring the round's version once more
  Window window_;
  Instant deadline_{};
  std::optional<Instant> wake_;
  std::optional<Instant> short_since_;  // last counted; enough are able, too few are free
};

}  // namespace hansa::coordinator

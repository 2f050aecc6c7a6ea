#pragma once
// selecting: waits for enough able sites, then chooses the round's.
//
// Ends with SitesSelected once `target` sites are able, or `min` are, no offer is still fresh and
// unanswered, and nobody is expected back; with JobLost("too_few_sites"), each site's reason in it,
// when the window ends first.

#include "coordinator/core/phase.h"
#include "coordinator/core/window.h"

namespace hansa::coordinator {

class Selecting final : public Phase {
 public:
  static constexpr Duration kPatience = seconds(2);  // for the answer to an offer

  std::string_view name() const override { return "selecting"; }
  Outcome Enter(Turn& turn) override;
  Outcome OnCandidatesChanged(Turn& turn) override { return Look(turn); }
  Outcome OnTime(Turn& turn) override { return Look(turn); }
  std::optional<Instant> NextWake() const override { return wake_; }

 private:
  Outcome Look(Turn& turn);

  Window window_;
  Instant deadline_{};
  std::optional<Instant> wake_;
};

// At most `most` of the able sites, every one with the same chance; ascending.
std::vector<SiteId> ChooseSites(const Candidates& candidates, size_t most, RandomSource& random);

}  // namespace hansa::coordinator

#pragma once
// training: the selected sites compute their updates and keep them; each reports ready.
//
// Ends with UpdatesReady once everyone still there has reported, or the window has ended with at
// least `min` ready; with RoundLost when the quorum is out of reach.

#include "coordinator/core/phase.h"

namespace hansa::coordinator {

class Training final : public Phase {
 public:
  std::string_view name() const override { return "training"; }
  Outcome Enter(Turn& turn) override;
  Outcome OnMessage(Turn& turn, const SiteMessage& message) override;
  Outcome OnSiteLeft(Turn& turn, const SiteId& site, const std::string& reason) override;
  Outcome OnTime(Turn& turn) override;
  std::optional<Instant> NextWake() const override { return deadline_; }

 private:
  Instant deadline_{};
};

}  // namespace hansa::coordinator

#pragma once
// training: the selected sites compute their updates and keep them; each reports ready.
//
// Ends with UpdatesReady once everyone still there has reported, or the window has ended with at
// least `min` ready; with RoundLost when the quorum is out of reach.

#include "coordinator/core/phase.h"

namespace hansa::coordinator {

class Training final : public Phase {
 public:
  Training() = default;
  // The task of an earlier process goes on, in a window of its own.
  explicit Training(v1::TaskRecord record) : record_(std::move(record)) {}

  std::string_view name() const override { return "training"; }
  Outcome Enter(Turn& turn) override;
  Outcome OnMessage(Turn& turn, const SiteMessage& message) override;
  Outcome OnSiteAway(Turn& turn, const SiteId& site) override;
  Outcome OnSiteBack(Turn& turn, const SiteId& site) override;
  Outcome OnSiteLeft(Turn& turn, const SiteId& site, const std::string& reason) override;
  Outcome OnTime(Turn& turn) override;
  std::optional<Instant> NextWake() const override { return wake_; }

 private:
  Outcome Look(Turn& turn);

  std::optional<v1::TaskRecord> record_;
  std::optional<Instant> wake_;
};

}  // namespace hansa::coordinator

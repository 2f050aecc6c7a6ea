#pragma once
// training: the selected sites compute their updates and keep them; each reports ready. Meanwhile
// the round's session is prepared: keys and shares need no update.
//
// Ends with UpdatesReady once everyone still there has reported, or the window has ended with at
// least `min` ready; with RoundLost when the quorum is out of reach.

#include "coordinator/core/sum_session.h"

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
  void Cancel(Turn& turn) override { GiveUpPrepared(turn); }
  std::optional<Instant> NextWake() const override;
  const SumSession* session() const override { return prepared_.get(); }
  void Save(v1::RoundRecord& record) const override { record.clear_sessions(); }

 private:
  Outcome Look(Turn& turn);
  Outcome Lose(Turn& turn, const std::string& reason);
  // A prepared session that failed is kept: what is said late to it is known for that.
  void Follow(Turn& turn, const SessionResult& result);
  void GiveUpPrepared(Turn& turn);

  std::optional<v1::TaskRecord> record_;
  std::optional<Instant> wake_;
  std::shared_ptr<SumSession> prepared_;  // for the updates; null: none, or no more
};

}  // namespace hansa::coordinator

#pragma once
// aggregating: a session opens over the sites that are ready, and sums their updates.
//
// Ends with UpdatesSummed, or with RoundLost and whether updates may be spent.

#include "coordinator/core/sum_session.h"

namespace hansa::coordinator {

class Aggregating final : public Phase {
 public:
  explicit Aggregating(std::vector<SiteId> ready) : ready_(std::move(ready)) {}
  // The session of an earlier process goes on.
  explicit Aggregating(SessionSteps steps) : steps_(std::move(steps)) {}
  std::string_view name() const override { return "aggregating"; }
  Outcome Enter(Turn& turn) override;
  Outcome OnMessage(Turn& turn, const SiteMessage& message) override;
  Outcome OnSiteAway(Turn& turn, const SiteId& site) override;
  Outcome OnSiteBack(Turn& turn, const SiteId& site) override;
  Outcome OnSiteLeft(Turn& turn, const SiteId& site, const std::string& reason) override;
  Outcome OnWorkDone(Turn& turn, WorkDone& done) override;
  Outcome OnUpload(Turn& turn, UploadDone& done) override;
  Outcome OnTime(Turn& turn) override;
  void Cancel(Turn& turn) override;
  Duration patience() const override { return session_->patience(); }
  std::optional<Instant> NextWake() const override { return session_->NextWake(); }
  const SumSession* session() const override { return session_.get(); }

 private:
  Outcome End(Turn& turn, SessionResult result);

  std::vector<SiteId> ready_;
  SessionSteps steps_;
  std::unique_ptr<SumSession> session_;
  Instant started_{};
};

}  // namespace hansa::coordinator

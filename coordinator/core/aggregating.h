#pragma once
// aggregating: a session opens over the sites that are ready, and sums their updates. One that was
// prepared while they trained is used where it does for all of them; when it fails before anything
// could leave them, another one opens.
//
// Ends with UpdatesSummed, or with RoundLost and whether updates may be spent.

#include "coordinator/core/sum_session.h"

namespace hansa::coordinator {

class Aggregating final : public Phase {
 public:
  explicit Aggregating(UpdatesReady ready)
      : ready_(std::move(ready.sites)), prepared_(std::move(ready.prepared)) {}
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
  Outcome Restore(Turn& turn);
  // Over the ready sites: the prepared session where it does for them, else one of their own.
  Outcome Open(Turn& turn);
  Outcome OpenFresh(Turn& turn);
  Outcome OpenAnother(Turn& turn);
  void TellStarted(Turn& turn, bool prepared) const;
  Outcome End(Turn& turn, SessionResult result);

  std::vector<SiteId> ready_;
  SessionSteps steps_;
  std::shared_ptr<SumSession> prepared_;  // until it is bound and its U1 is fixed, or given up
  std::shared_ptr<SumSession> session_;
  Instant started_{};
};

}  // namespace hansa::coordinator

#pragma once
// evaluating: the able sites measure the new version on their own held-out rows, and a session of
// its own sums what they found. Two steps: the task, then the session.
//
// Always ends with RoundEvaluated: with the metrics in the round, or with EvaluationFailed told.
// The version stands either way.

#include "coordinator/core/sum_session.h"

namespace hansa::coordinator {

class Evaluating final : public Phase {
 public:
  Evaluating() = default;
  // The task, and perhaps the session, of an earlier process go on.
  Evaluating(v1::TaskRecord record, SessionSteps steps)
      : record_(std::move(record)), steps_(std::move(steps)) {}

  std::string_view name() const override { return "evaluating"; }
  Outcome Enter(Turn& turn) override;
  Outcome OnMessage(Turn& turn, const SiteMessage& message) override;
  Outcome OnSiteAway(Turn& turn, const SiteId& site) override;
  Outcome OnSiteBack(Turn& turn, const SiteId& site) override;
  Outcome OnSiteLeft(Turn& turn, const SiteId& site, const std::string& reason) override;
  Outcome OnWorkDone(Turn& turn, WorkDone& done) override;
  Outcome OnUpload(Turn& turn, UploadDone& done) override;
  Outcome OnTime(Turn& turn) override;
  void Cancel(Turn& turn) override;
  std::optional<Instant> NextWake() const override;
  const std::string* session() const override {
    return session_ ? &session_->params_hash() : nullptr;
  }

 private:
  Outcome LookAtTask(Turn& turn);
  Outcome OpenSession(Turn& turn);
  std::vector<SiteId> Choose(Turn& turn) const;
  Outcome EndSession(Turn& turn, SessionResult result);
  Outcome Fail(Turn& turn, const std::string& reason);

  std::optional<v1::TaskRecord> record_;
  SessionSteps steps_;
  Instant wake_{};  // while there is no session
  std::unique_ptr<SumSession> session_;
  Instant session_started_{};
};

}  // namespace hansa::coordinator

#pragma once
// A phase in two steps: a task by which sites find figures in their own rows, then a session of its
// own that sums the figures of those that are ready. What is asked, and what comes of the sum, is
// the phase's that derives from this: evaluating.h, counting.h.

#include "coordinator/core/sum_session.h"

namespace hansa::coordinator {

class Measuring : public Phase {
 public:
  Measuring() = default;
  // The task, and perhaps the session, of an earlier process go on.
  Measuring(v1::TaskRecord record, SessionSteps steps)
      : record_(std::move(record)), steps_(std::move(steps)) {}

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
  const SumSession* session() const override { return session_.get(); }

 protected:
  struct Question {
    v1::TaskKind kind = v1::TASK_KIND_EVALUATE;
    v1::SessionPurpose purpose = v1::SESSION_PURPOSE_EVALUATE;
    const char* purpose_name = "";  // in events
    ModelHandle model;              // null: about the rows alone
    Duration window{};
    uint32_t ring_bits = 64;
  };
  virtual Question Ask(const JobContext& job) const = 0;
  virtual std::vector<SiteId> Choose(Turn& turn) const = 0;
  virtual Result<std::vector<secagg::Segment>> Segments(const JobSpec& spec) const = 0;
  virtual Outcome Take(Turn& turn, const SumHandle& sum) = 0;
  // No sum comes. `spent`: figures may have left a site.
  virtual Outcome Lose(Turn& turn, const std::string& reason, bool spent) = 0;

  // The task is over for its sites; if it was given out.
  static void EndTask(Turn& turn, const std::string& outcome);
  // As chosen when the round began, less those that left for good.
  static std::vector<SiteId> Selected(Turn& turn);

 private:
  Outcome LookAtTask(Turn& turn);
  Outcome OpenSession(Turn& turn);
  Outcome EndSession(Turn& turn, SessionResult result);

  std::optional<v1::TaskRecord> record_;
  SessionSteps steps_;
  Instant wake_{};  // while there is no session
  std::unique_ptr<SumSession> session_;
  Instant session_started_{};
};

}  // namespace hansa::coordinator

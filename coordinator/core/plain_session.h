#pragma once
// The sum of a job with secure = "off": the same parameters, the same encoded vectors, nothing
// masked. Each vector is added to a running sum and none is kept.

#include <set>

#include "common/secagg/ring.h"
#include "coordinator/core/sum_session.h"

namespace hansa::coordinator {

class PlainSession final : public SumSession {
 public:
  static Result<std::unique_ptr<SumSession>> Make(Turn& turn, SessionPlan plan);
  static Result<std::unique_ptr<SumSession>> Restore(Turn& turn, SessionPlan plan,
                                                     const SessionSteps& steps);

  SessionResult Open(Turn& turn) override;
  SessionResult OnMessage(Turn& turn, const SiteMessage& message) override;
  SessionResult OnSiteAway(Turn& turn, const SiteId& site) override;
  SessionResult OnSiteBack(Turn& turn, const SiteId& site) override;
  SessionResult OnSiteLeft(Turn& turn, const SiteId& site, const std::string& reason) override;
  SessionResult OnWorkDone(Turn&, WorkDone&) override { return std::nullopt; }
  SessionResult OnTime(Turn& turn) override;
  void Abandon(Turn&) override {}  // the task's end tells the sites
  std::optional<Instant> NextWake() const override { return wake_; }
  const std::string& params_hash() const override { return params_hash_; }

 private:
  PlainSession(SessionPlan plan, v1::Signed params, uint32_t quorum, Instant deadline);
  void Ask(Turn& turn, const SiteId& site) const;
  SessionResult Look(Turn& turn);
  bool SomeonePresentIsAsked(const Turn& turn) const;
  std::string Take(const SiteMessage& message);  // the fault, or empty

  SessionPlan plan_;
  v1::Signed params_;
  std::string params_hash_;
  uint32_t quorum_;
  Instant deadline_{};
  Instant wake_{};
  bool restored_ = false;
  std::set<SiteId> pending_, included_;
  secagg::RingVector sum_;
};

}  // namespace hansa::coordinator
